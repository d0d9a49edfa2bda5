import type { LocalizedText, ViolationCode, ViolationSeverity } from "./violation.js";

/** Severity and wording of a violation. `expected` is what the schema or the rule wants, where the wording names it. */
interface Wording {
  readonly severity: ViolationSeverity;
  message(expected: string): LocalizedText;
}

function error(en: string, ru: string): Wording {
  return wording("error", en, ru);
}

function warning(en: string, ru: string): Wording {
  return wording("warning", en, ru);
}

function wording(severity: ViolationSeverity, en: string, ru: string): Wording {
  return {
    severity,
    message: (expected) => ({ en: en.replace("{}", () => expected), ru: ru.replace("{}", () => expected) }),
  };
}

/** Wordings of all violations; `{}` stands for what is expected. */
export const wordings: Readonly<Record<ViolationCode, Wording>> = {
  "xml/empty": error("The document is empty", "Документ пуст"),
  "xml/encoding": error("The document is not UTF-8", "Документ не в кодировке UTF-8"),
  "xml/not-xml": error("{}", "Документ не является правильным XML ({})"),
  "xml/doctype": error("A DOCTYPE is not allowed", "Объявление DOCTYPE недопустимо"),
  "xml/limit": error("{}", "Документ превышает ограничение ({})"),
  "schema/root": error(
    "The root element is no message of the payment service",
    "Корневой элемент не является сообщением сервиса платежей",
  ),
  "schema/element-missing": error("Required and absent: {}", "Отсутствует обязательный элемент: {}"),
  "schema/element-order": error(
    "The element stands too late: the order of the schema is binding",
    "Элемент стоит слишком поздно: порядок элементов в схеме обязателен",
  ),
  "schema/element-repeated": error(
    "The element occurs too often: at most {} allowed",
    "Элемент повторяется слишком много раз: допускается не более {}",
  ),
  "schema/element-choice": error(
    "The element excludes another one that is given",
    "Элемент несовместим с другим указанным элементом",
  ),
  "schema/element-namespace": error(
    "The element belongs to another namespace: {}",
    "Элемент должен принадлежать другому пространству имён: {}",
  ),
  "schema/element-unknown": error("The schema has no such element here", "В схеме здесь нет такого элемента"),
  "schema/attribute-missing": error("Required and absent: {}", "Отсутствует обязательный атрибут: {}"),
  "schema/attribute-unknown": error("The schema has no such attribute here", "В схеме здесь нет такого атрибута"),
  "schema/text-unexpected": error("No text may stand here", "Текст здесь недопустим"),
  "schema/type": error("Not a value of {}", "Значение не соответствует типу {}"),
  "schema/length": error("The length must be {} characters", "Допустимая длина, символов: {}"),
  "schema/pattern": error("The value must match {}", "Значение должно соответствовать шаблону {}"),
  "schema/enumeration": error("The value must be one of {}", "Значение должно быть одним из: {}"),
  "schema/range": error("The value must be within {}", "Значение должно быть в пределах {}"),
  "schema/digits": error("Too many digits: at most {}", "Слишком много цифр: допускается не более {}"),
  "schema/fixed": error("Only the value {} is allowed", "Допустимо только значение {}"),
  "schema/key": error("The value must not repeat in the message", "Значение не должно повторяться в сообщении"),
  "schema/property-type": error("The property must be of the type {}", "Свойство должно иметь тип {}"),
  "schema/property-unknown": error(
    "Payments of this profile have no such property",
    "У платежей этого профиля нет такого свойства",
  ),
  "rule/amount-zero": error("The amount is zero", "Сумма равна нулю"),
  "rule/amount-units": error(
    "The amount counts kopecks, but has a point: it may be wrong by a factor of 100",
    "Сумма указывается в копейках, но записана с точкой: возможна ошибка в 100 раз",
  ),
  "rule/amount-decimals": warning(
    "The amount counts roubles, but has no decimals: if these are kopecks, it is wrong by a factor of 100",
    "Сумма указывается в рублях, но записана без копеек: если это копейки, ошибка в 100 раз",
  ),
  "rule/date-zone": error(
    "The date must have no time zone: YYYY-MM-DD",
    "Дата должна быть без часового пояса: ГГГГ-ММ-ДД",
  ),
  "rule/boolean-form": warning(
    "Write true: another form is right by the standard, but refused by some validators",
    "Следует писать true: иная запись верна по стандарту, но отвергается некоторыми валидаторами",
  ),
  "rule/digit-script": error(
    "The value has digits of another script than 0 to 9",
    "В значении есть цифры не из набора от 0 до 9",
  ),
  "rule/white-space": warning(
    "The value begins or ends with white space, which is kept",
    "Значение начинается или оканчивается пробельным символом, который сохраняется",
  ),
  "rule/control-character": error(
    "The value has a character that XML cannot carry",
    "В значении есть символ, недопустимый в XML",
  ),
  "rule/suspect-character": warning(
    "The value has a control character, as wrongly decoded texts do",
    "В значении есть управляющий символ: так бывает при неверной кодировке текста",
  ),
  "rule/subject-missing": error(
    "The notification names no document, account, service or address: nobody can tell what is paid",
    "В извещении не указан ни документ, ни счёт, ни услуга, ни адрес: нельзя определить, что оплачено",
  ),
  "rule/order-id-repeated": error("The OrderID occurs in this packet before", "Такой OrderID в этом пакете уже есть"),
  "rule/transport-guid-case": error(
    "The TransportGUID differs from another one in letter case only",
    "TransportGUID отличается от другого только регистром букв",
  ),
  "rule/header-missing": error("The envelope has no base:RequestHeader", "В конверте нет заголовка base:RequestHeader"),
  "rule/unsigned": warning(
    "The request is not signed: sign it before it is sent",
    "Запрос не подписан: подпишите его перед отправкой",
  ),
  "rule/id-missing": warning(
    "The request has no Id, to which its signature must refer",
    "У запроса нет атрибута Id, на который должна ссылаться подпись",
  ),
  "rule/xsi-type": error("xsi:type has no place in these messages", "Атрибут xsi:type в этих сообщениях недопустим"),
  "rule/state-without-outcome": error(
    "RequestState is 3, but there is neither a result nor an error",
    "RequestState равен 3, но нет ни результата, ни ошибки",
  ),
  "rule/state-early-outcome": error(
    "There is a result although RequestState is not 3",
    "Есть результат, хотя RequestState не равен 3",
  ),
  "rule/result-repeated": error(
    "There is another result with this TransportGUID",
    "Для этого TransportGUID есть ещё один результат",
  ),
  "rule/result-without-guid": error(
    "The payment is said to be loaded, but has no GUID",
    "Платёж загружен, но его GUID не указан",
  ),
};
