
#include <algorithm>

#include "letter/columns.h"
#include "letter/zip.h"

namespace undersigned::letter {
namespace {

// The parts of a workbook with one sheet (ECMA-376, Part 1, 12 and 18). Cells hold their strings
// themselves, as text: a spreadsheet program runs none of them as a formula.
constexpr std::string_view xml = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
constexpr std::string_view main_namespace =
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
constexpr std::string_view relationships =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
constexpr std::string_view package_relationships =
    "http://schemas.openxmlformats.org/package/2006/relationships";

std::string content_types() {
  const std::string type = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
  return std::string(xml) +
         "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
         "<Default Extension=\"rels\" "
         "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
         "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
         "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" +
         type +
         "sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"" +
         type + "worksheet+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"" + type +
         "styles+xml\"/></Types>";
}

std::string relations(std::initializer_list<std::pair<std::string_view, std::string_view>> all) {
  std::string out =
      std::string(xml) + "<Relationships xmlns=\"" + std::string(package_relationships) + "\">";
  int number = 0;
  for (const auto& [type, target] : all)
    out += "<Relationship Id=\"rId" + std::to_string(++number) + "\" Type=\"" +
           std::string(relationships) + "/" + std::string(type) + "\" Target=\"" +
           std::string(target) + "\"/>";
  return out + "</Relationships>";
}

std::string workbook() {
  return std::string(xml) + "<workbook xmlns=\"" + std::string(main_namespace) + "\" xmlns:r=\"" +
         std::string(relationships) +
         "\"><sheets><sheet name=\"Signatures\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
}

// Style 1 is bold, for the first row.
std::string styles() {
  return std::string(xml) + "<styleSheet xmlns=\"" + std::string(main_namespace) +
         "\"><fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font>"
         "<font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
         "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>"
         "<fill><patternFill patternType=\"gray125\"/></fill></fills>"
         "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
         "<cellStyleXfs count=\"1\"><xf/></cellStyleXfs>"
         "<cellXfs count=\"2\"><xf xfId=\"0\"/><xf xfId=\"0\" fontId=\"1\" applyFont=\"1\"/>"
         "</cellXfs></styleSheet>";
}

// XML 1.0, 2.2 and 2.4: some characters stand nowhere in a document, and "]]>" in no text. A
// spreadsheet program reads up to the first one that is wrong, and no further.
void append_text(std::string& out, std::string_view text) {
  for (; !text.empty(); text.remove_prefix(1)) {
    const char c = text.front();
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (text.starts_with("\uFFFE") || text.starts_with("\uFFFF")) {
      text.remove_prefix(2);
    } else if (static_cast<unsigned char>(c) >= 32) {
      out += c;
    }
  }
}

void append_cell(std::string& out, const Cell& cell) {
  switch (cell.kind) {
    case Cell::Kind::text:
      out += "<c t=\"inlineStr\"><is><t xml:space=\"preserve\">";
      append_text(out, cell.text);
      out += "</t></is></c>";
      break;
    case Cell::Kind::number:
      out += "<c><v>";
      out += cell.text;
      out += "</v></c>";
      break;
    case Cell::Kind::truth:
      out += cell.text == "true" ? "<c t=\"b\"><v>1</v></c>" : "<c t=\"b\"><v>0</v></c>";
      break;
    case Cell::Kind::none:
      out += "<c/>";
      break;
  }
}

std::string column_widths(const std::vector<std::string_view>& names) {
  std::string out = "<cols>";
  for (std::size_t i = 0; i < names.size(); ++i) {
    const bool narrow = names[i] == "id" || names[i] == "listed" || names[i] == "language";
    const auto number = std::to_string(i + 1);
    out += "<col min=\"" + number + "\" max=\"" + number + "\" width=\"" +
           (narrow                                    ? "9"
            : names[i] == "as" || names[i] == "state" ? "13"
                                                      : "28") +
           "\" customWidth=\"1\"/>";
  }
  return out + "</cols>";
}

std::string sheet(const std::vector<campaign::Signature>& list, const ListOptions& options) {
  const auto names = column_names(options);
  std::string out;
  out.reserve(list.size() * 700 + 4096);
  out += xml;
  out += "<worksheet xmlns=\"" + std::string(main_namespace) +
         "\"><sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" "
         "activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>" +
         column_widths(names) + "<sheetData><row>";
  for (auto name : names)
    out += "<c s=\"1\" t=\"inlineStr\"><is><t>" + std::string(name) + "</t></is></c>";
  out += "</row>";
  Rows rows(options);
  for (const auto& signature : list) {
    out += "<row>";
    for (const auto& cell : rows.cells(signature)) append_cell(out, cell);
    out += "</row>";
  }
  const auto last =
      std::string(1, static_cast<char>('A' + names.size() - 1)) + std::to_string(list.size() + 1);
  return out += "</sheetData><autoFilter ref=\"A1:" + last + "\"/></worksheet>";
}

}  // namespace

std::string list_xlsx(const std::vector<campaign::Signature>& list, const ListOptions& options) {
  Zip zip;
  zip.add("[Content_Types].xml", content_types());
  zip.add("_rels/.rels", relations({{"officeDocument", "xl/workbook.xml"}}));
  zip.add("xl/workbook.xml", workbook());
  zip.add("xl/_rels/workbook.xml.rels",
          relations({{"worksheet", "worksheets/sheet1.xml"}, {"styles", "styles.xml"}}));
  zip.add("xl/styles.xml", styles());
  zip.add("xl/worksheets/sheet1.xml", sheet(list, options));
  return zip.take();
}

}  // namespace undersigned::letter
