"""Canonical forms as libxml2 writes them, called below lxml: its C14N takes any set of nodes."""
import base64
import ctypes
import ctypes.util
from ctypes import POINTER, byref, c_char_p, c_int, c_void_p

XML_PARSE_NONET = 2048
MODES = {"inclusive": 0, "exclusive": 1}

libxml2 = ctypes.CDLL(ctypes.util.find_library("xml2"))
libxml2.xmlReadMemory.restype = c_void_p
libxml2.xmlReadMemory.argtypes = [c_char_p, c_int, c_char_p, c_char_p, c_int]
libxml2.xmlFreeDoc.argtypes = [c_void_p]
libxml2.xmlXPathNewContext.restype = c_void_p
libxml2.xmlXPathNewContext.argtypes = [c_void_p]
libxml2.xmlXPathFreeContext.argtypes = [c_void_p]
libxml2.xmlXPathEvalExpression.restype = c_void_p
libxml2.xmlXPathEvalExpression.argtypes = [c_char_p, c_void_p]
libxml2.xmlXPathFreeObject.argtypes = [c_void_p]
libxml2.xmlC14NDocDumpMemory.argtypes = [c_void_p, c_void_p, c_int, POINTER(c_char_p), c_int, POINTER(c_void_p)]
libc = ctypes.CDLL(None)
libc.free.argtypes = [c_void_p]


class XPathObject(ctypes.Structure):
    _fields_ = [("type", c_int), ("nodeset", c_void_p)]


class XmlError(ctypes.Structure):
    _fields_ = [("domain", c_int), ("code", c_int), ("message", c_char_p), ("level", c_int)]


# What libxml2 reports and reads all the same: an odd value of xml:space, a namespace name that is no absolute ASCII URI.
WARNINGS = {99, 100, 102}
errors = []


@ctypes.CFUNCTYPE(None, c_void_p, POINTER(XmlError))
def collect(_, error):
    if error.contents.code not in WARNINGS:
        errors.append(error.contents.code)


libxml2.xmlSetStructuredErrorFunc(None, collect)


def parse(data):
    """The document, or None when libxml2 finds it not well-formed (namespaces included)."""
    errors.clear()
    document = libxml2.xmlReadMemory(data, len(data), None, None, XML_PARSE_NONET)
    if document and errors:
        libxml2.xmlFreeDoc(document)
        return None
    return document


def answer(request):
    """Canonical texts of one document, one for each of the wanted forms."""
    document = parse(base64.b64decode(request["xml"]))
    if not document:
        return {"outcome": "not well-formed"}
    context = libxml2.xmlXPathNewContext(document)
    selected = libxml2.xmlXPathEvalExpression(SELECTIONS[request["apex"]], context)
    nodes = ctypes.cast(selected, POINTER(XPathObject)).contents.nodeset
    texts = [write(document, nodes, form) for form in request["forms"]]
    libxml2.xmlXPathFreeObject(selected)
    libxml2.xmlXPathFreeContext(context)
    libxml2.xmlFreeDoc(document)
    # libxml2 does not canonicalize documents with relative or non-ASCII namespace names.
    return {"outcome": "not canonicalizable"} if None in texts else {"outcome": "canonical", "texts": texts}


def subtree(apex, condition=""):
    """Selects an element with everything in it that a canonical form may write."""
    elements = apex + "/descendant-or-self::*" + condition
    nodes = apex + "/descendant-or-self::node()" + condition
    return " | ".join([nodes, elements + "/@*", elements + "/namespace::*"]).encode()


# The apex carries the attribute "apex", what is left out the attribute "gone".
SELECTIONS = {
    "marked": subtree("//*[@apex]", "[not(ancestor-or-self::*[@gone])]"),
    "root": subtree("/*"),
}


def write(document, nodes, form):
    prefixes = [prefix.encode() for prefix in form["inclusivePrefixes"]]
    prefix_list = (c_char_p * (len(prefixes) + 1))(*prefixes, None) if prefixes else None
    comments = 1 if form["comments"] == "keep" else 0
    output = c_void_p()
    length = libxml2.xmlC14NDocDumpMemory(
        document, nodes, MODES[form["method"]], prefix_list, comments, byref(output)
    )
    if length < 0:
        return None
    canonical = ctypes.string_at(output.value, length).decode()
    libc.free(output)
    return canonical
