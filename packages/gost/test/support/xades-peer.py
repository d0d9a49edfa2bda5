"""XAdES-BES with lxml and OpenSSL's GOST engine: signs and verifies apart from the code under test.

Stands behind xml-peer.py in one script, and canonicalizes with its functions: what lxml offers itself copies the element
out of its document, which loses inherited xml: attributes and undeclares default namespaces by mistake.
"""
import base64
import datetime
import os
import subprocess
import tempfile

import lxml.etree as ET

DS = "http://www.w3.org/2000/09/xmldsig#"
XADES = "http://uri.etsi.org/01903/v1.3.2#"
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
INCLUSIVE = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
REGISTRY = "urn:ietf:params:xml:ns:cpxmlsec:algorithms:"
NS = {"ds": DS, "xades": XADES}


def openssl(*args, data=b""):
    run = subprocess.run(["openssl", *args], input=data, capture_output=True)
    return run.returncode, run.stdout, run.stderr


def digest(bits, data):
    code, out, err = openssl("dgst", "-engine", "gost", "-binary", "-md_gost12_%d" % bits, data=data)
    if code != 0:
        raise RuntimeError(err.decode())
    return base64.b64encode(out).decode()


def canonical(element, exclusive):
    document = parse(ET.tostring(element.getroottree()))
    context = libxml2.xmlXPathNewContext(document)
    selected = libxml2.xmlXPathEvalExpression(subtree(place_of(element)), context)
    nodes = ctypes.cast(selected, POINTER(XPathObject)).contents.nodeset
    method = "exclusive" if exclusive else "inclusive"
    return write(document, nodes, {"method": method, "comments": "omit", "inclusivePrefixes": []}).encode()


def place_of(element):
    """An XPath by positions alone, for which no prefixes need be known."""
    parent = element.getparent()
    if parent is None:
        return "/*"
    siblings = [child for child in parent if isinstance(child.tag, str)]
    return "%s/*[%d]" % (place_of(parent), siblings.index(element) + 1)


def bits_of(uri, stem):
    for bits in (256, 512):
        if uri == REGISTRY + stem + "-%d" % bits:
            return bits
    raise ValueError("unknown algorithm " + uri)


def one(nodes):
    if len(nodes) != 1:
        raise ValueError("%d nodes instead of one" % len(nodes))
    return nodes[0]


def answer(request):
    return {"sign": sign, "verify": verify}[request["ask"]](request)


def verify(request):
    """Each check with its outcome."""
    root = ET.fromstring(base64.b64decode(request["xml"]))
    element = one(root.xpath("//*[@Id=$id]", id=request["id"]))
    signature = one(element.findall("ds:Signature", NS))
    info = signature.find("ds:SignedInfo", NS)
    content, properties = info.findall("ds:Reference", NS)
    signed = one(signature.xpath("ds:Object/xades:QualifyingProperties/xades:SignedProperties", namespaces=NS))
    uris = [t.get("Algorithm") for t in properties.iter("{%s}Transform" % DS)]

    def digest_matches(reference, data):
        bits = bits_of(reference.find("ds:DigestMethod", NS).get("Algorithm"), "gostr34112012")
        return digest(bits, data) == reference.find("ds:DigestValue", NS).text.strip()

    checks = {"first child": element[0] is signature}
    checks["properties"] = digest_matches(properties, canonical(signed, uris == [EXCLUSIVE]))
    der = base64.b64decode(one(signature.xpath(".//ds:X509Certificate", namespaces=NS)).text)
    checks["certificate digest"] = digest_matches(one(signed.xpath(".//xades:CertDigest", namespaces=NS)), der)
    with tempfile.TemporaryDirectory() as folder:
        path = lambda name: os.path.join(folder, name)
        save(path("certificate"), der)
        _, out, _ = openssl("x509", "-inform", "DER", "-in", path("certificate"), "-noout", "-serial")
        serial = one(signed.xpath(".//ds:X509SerialNumber", namespaces=NS)).text
        checks["serial number"] = serial == str(int(out.decode().split("=")[1], 16))
        _, key, _ = openssl("x509", "-engine", "gost", "-inform", "DER", "-in", path("certificate"), "-noout", "-pubkey")
        method = info.find("ds:CanonicalizationMethod", NS).get("Algorithm")
        bits = bits_of(info.find("ds:SignatureMethod", NS).get("Algorithm"), "gostr34102012-gostr34112012")
        save(path("key"), key)
        save(path("value"), base64.b64decode(signature.find("ds:SignatureValue", NS).text))
        verification = ["-md_gost12_%d" % bits, "-verify", path("key"), "-signature", path("value")]
        code, _, _ = openssl("dgst", "-engine", "gost", *verification, data=canonical(info, method == EXCLUSIVE))
        checks["signature"] = code == 0
    take_out(signature)
    checks["content"] = digest_matches(content, canonical(element, True))
    return checks


def take_out(signature):
    """Removes the signature and keeps the text behind it, as the enveloped-signature transform does."""
    parent, before = signature.getparent(), signature.getprevious()
    if before is None:
        parent.text = (parent.text or "") + (signature.tail or "")
    else:
        before.tail = (before.tail or "") + (signature.tail or "")
    parent.remove(signature)


# The signature as other programs write it: a default namespace or another prefix, line breaks, white space in base64.
TEMPLATE = """<{p}Signature xmlns{c}="{DS}" Id="{sig}">
  <{p}SignedInfo>
    <{p}CanonicalizationMethod Algorithm="{method}"/>
    <{p}SignatureMethod Algorithm="{REGISTRY}gostr34102012-gostr34112012-{bits}"></{p}SignatureMethod>
    <{p}Reference Id="{sig}-ref0" URI="#{id}">
      <{p}Transforms>
        <{p}Transform Algorithm="{DS}enveloped-signature"/>
        <{p}Transform Algorithm="{EXCLUSIVE}"/>
      </{p}Transforms>
      <{p}DigestMethod Algorithm="{REGISTRY}gostr34112012-{bits}"/>
      <{p}DigestValue>{content}</{p}DigestValue>
    </{p}Reference>
    <{p}Reference Type="http://uri.etsi.org/01903#SignedProperties" URI="#{sig}-signedprops">{transforms}
      <{p}DigestMethod Algorithm="{REGISTRY}gostr34112012-{bits}"/>
      <{p}DigestValue/>
    </{p}Reference>
  </{p}SignedInfo>
  <{p}SignatureValue Id="{sig}-sigvalue"/>
  <{p}KeyInfo>
    <{p}X509Data>
      <{p}X509Certificate>
{certificate}
      </{p}X509Certificate>
    </{p}X509Data>
  </{p}KeyInfo>
  <{p}Object><q:QualifyingProperties xmlns:q="{XADES}" xmlns:q141="http://uri.etsi.org/01903/v1.4.1#" Target="#{sig}">
    <q:SignedProperties Id="{sig}-signedprops">
      <q:SignedSignatureProperties>
        <q:SigningTime>{time}</q:SigningTime>
        <q:SigningCertificate><q:Cert>
          <q:CertDigest>
            <{p}DigestMethod Algorithm="{REGISTRY}gostr34112012-{bits}"/>
            <{p}DigestValue>{fingerprint}</{p}DigestValue>
          </q:CertDigest>
          <q:IssuerSerial>
            <{p}X509IssuerName>{issuer}</{p}X509IssuerName>
            <{p}X509SerialNumber>{serial}</{p}X509SerialNumber>
          </q:IssuerSerial>
        </q:Cert></q:SigningCertificate>
      </q:SignedSignatureProperties>
    </q:SignedProperties>
  </q:QualifyingProperties></{p}Object>
</{p}Signature>"""


def sign(request):
    """The document with a signature in the element of the given identifier."""
    bits, exclusive, prefix = request["bits"], request["profile"] == "exclusive", request["prefix"]
    root = ET.fromstring(base64.b64decode(request["xml"]))
    element = one(root.xpath("//*[@Id=$id]", id=request["id"]))
    certificate = request["certificate"]
    _, der, _ = openssl("x509", "-in", certificate, "-outform", "DER")
    _, names, _ = openssl("x509", "-in", certificate, "-noout", "-serial", "-issuer", "-nameopt", "sep_comma_plus_space,utf8")
    serial, issuer = names.decode().strip().split("\n")
    body = base64.b64encode(der).decode()
    p = prefix + ":" if prefix else ""
    transform = '\n      <%sTransforms><%sTransform Algorithm="%s"/></%sTransforms>' % (p, p, EXCLUSIVE, p)
    text = TEMPLATE.format(
        p=p,
        c=":" + prefix if prefix else "",
        DS=DS,
        XADES=XADES,
        REGISTRY=REGISTRY,
        EXCLUSIVE=EXCLUSIVE,
        sig="xmldsig-peer",
        id=request["id"],
        bits=bits,
        method=EXCLUSIVE if exclusive else INCLUSIVE,
        transforms=transform if exclusive else "",
        content=digest(bits, canonical(element, True)),
        certificate="\n".join(body[i : i + 64] for i in range(0, len(body), 64)),
        time=datetime.datetime.fromisoformat(request["time"]).isoformat(timespec="milliseconds"),
        fingerprint=digest(bits, der),
        issuer=issuer.split("issuer=", 1)[1].strip(),
        serial=int(serial.split("=")[1], 16),
    )
    signature = ET.fromstring(text)
    signature.tail, element.text = element.text, None
    element.insert(0, signature)
    info = signature.find("ds:SignedInfo", NS)
    signed = one(signature.xpath(".//xades:SignedProperties", namespaces=NS))
    empty = one([value for value in info.iter("{%s}DigestValue" % DS) if value.text is None])
    empty.text = digest(bits, canonical(signed, exclusive))
    signing = ["-md_gost12_%d" % bits, "-sign", request["key"]]
    code, value, err = openssl("dgst", "-engine", "gost", *signing, data=canonical(info, exclusive))
    if code != 0:
        raise RuntimeError(err.decode())
    signature.find("ds:SignatureValue", NS).text = base64.encodebytes(value).decode()
    return base64.b64encode(ET.tostring(root, encoding="UTF-8", xml_declaration=True)).decode()


def save(path, data):
    with open(path, "wb") as file:
        file.write(data)
