//! The parts that are the same in every report: styles, fonts, settings, footers.

use jiff::civil::Date;

use crate::text::markup;

/// The XML declaration, the first line of every part.
pub(super) const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
/// The namespace of WordprocessingML.
pub(super) const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
/// The namespace of relationships.
pub(super) const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The line height: 28.95 pt, 22 lines on 225 mm.
const EXACT: &str = "<w:spacing w:line=\"579\" w:lineRule=\"exact\"/>";
/// The first-line indent: two characters.
const INDENT: &str = "<w:ind w:firstLineChars=\"200\" w:firstLine=\"640\"/>";

/// A paragraph style.
struct Style {
    id: &'static str,
    /// The built-in name by which Word, WPS and LibreOffice know it.
    name: &'static str,
    font: &'static str,
    /// The font size in half points.
    size: u32,
    is_bold: bool,
    paragraph: String,
    next: Option<&'static str>,
}

fn styles_used() -> Vec<Style> {
    let style = |id, name, font, size, paragraph: &str| Style {
        id,
        name,
        font,
        size,
        is_bold: false,
        paragraph: paragraph.to_string(),
        next: None,
    };
    let heading = |id, name, font, level: u32| Style {
        next: Some("BodyText"),
        ..style(id, name, font, 32, &format!("<w:keepNext/>{EXACT}{INDENT}<w:outlineLvl w:val=\"{level}\"/>"))
    };
    let centred = "<w:jc w:val=\"center\"/>";
    vec![
        style(
            "Title",
            "Title",
            "方正小标宋简体",
            44,
            &format!("<w:spacing w:line=\"700\" w:lineRule=\"exact\"/>{centred}"),
        ),
        style(
            "Subtitle",
            "Subtitle",
            "楷体_GB2312",
            32,
            &format!("<w:spacing w:before=\"200\" w:after=\"400\" w:line=\"579\" w:lineRule=\"exact\"/>{centred}"),
        ),
        heading("Heading1", "heading 1", "黑体", 0),
        heading("Heading2", "heading 2", "楷体_GB2312", 1),
        Style { is_bold: true, ..heading("Heading3", "heading 3", "仿宋_GB2312", 2) },
        style(
            "BodyText",
            "Body Text",
            "仿宋_GB2312",
            32,
            &format!("<w:widowControl/>{EXACT}{INDENT}<w:jc w:val=\"both\"/>"),
        ),
        style(
            "Caption",
            "caption",
            "黑体",
            24,
            &format!("<w:keepNext/><w:spacing w:before=\"120\" w:after=\"60\"/>{centred}"),
        ),
        style("TableText", "Table Text", "宋体", 21, ""),
        style("Figure", "Figure", "宋体", 21, &format!("<w:keepNext/><w:spacing w:before=\"120\"/>{centred}")),
        style("FigureCaption", "Figure Caption", "黑体", 24, &format!("<w:spacing w:after=\"120\"/>{centred}")),
        style("Note", "Note", "宋体", 21, "<w:keepLines/><w:spacing w:before=\"60\"/>"),
        style("CommentText", "annotation text", "宋体", 21, ""),
        style("Footer", "footer", "宋体", 28, ""),
    ]
}

/// `word/styles.xml`.
pub(super) fn styles() -> String {
    let mut xml = format!(
        "{DECLARATION}<w:styles xmlns:w=\"{WORD}\"><w:docDefaults><w:rPrDefault><w:rPr>{}<w:sz w:val=\"32\"/>\
         <w:szCs w:val=\"32\"/><w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/></w:rPr></w:rPrDefault><w:pPrDefault/>\
         </w:docDefaults><w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/>\
         <w:qFormat/></w:style>",
        fonts("仿宋_GB2312")
    );
    for style in styles_used() {
        let next = style.next.map(|next| format!("<w:next w:val=\"{next}\"/>")).unwrap_or_default();
        let bold = if style.is_bold { "<w:b/><w:bCs/>" } else { "" };
        xml.push_str(&format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"{}\"><w:name w:val=\"{}\"/><w:basedOn w:val=\"Normal\"/>{next}\
             <w:qFormat/><w:pPr>{}</w:pPr><w:rPr>{}{bold}<w:sz w:val=\"{}\"/><w:szCs w:val=\"{}\"/></w:rPr></w:style>",
            style.id,
            style.name,
            style.paragraph,
            fonts(style.font),
            style.size,
            style.size,
        ));
    }
    xml.push_str(&table_style());
    xml.push_str("</w:styles>");
    xml
}

fn fonts(chinese: &str) -> String {
    format!(
        "<w:rFonts w:ascii=\"Times New Roman\" w:eastAsia=\"{chinese}\" w:hAnsi=\"Times New Roman\" w:cs=\"Times New Roman\"/>"
    )
}

fn table_style() -> String {
    let sides = ["top", "left", "bottom", "right", "insideH", "insideV"];
    let borders = sides.map(|side| format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>"));
    let margins = [("top", 20), ("left", 60), ("bottom", 20), ("right", 60)];
    let margins = margins.map(|(side, width)| format!("<w:{side} w:w=\"{width}\" w:type=\"dxa\"/>"));
    format!(
        "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/></w:style>\
         <w:style w:type=\"table\" w:styleId=\"TableGrid\"><w:name w:val=\"Table Grid\"/>\
         <w:basedOn w:val=\"TableNormal\"/><w:tblPr><w:tblBorders>{}</w:tblBorders><w:tblCellMar>{}</w:tblCellMar>\
         </w:tblPr></w:style>",
        borders.concat(),
        margins.concat()
    )
}

/// Returns `word/comments.xml` with the sources of sentences.
pub(super) fn comments(comments: &[String], date: Date) -> String {
    let one = |(id, words): (usize, &String)| {
        format!(
            "<w:comment w:id=\"{id}\" w:author=\"plandesk\" w:initials=\"pd\" w:date=\"{date}T00:00:00Z\"><w:p><w:pPr>\
             <w:pStyle w:val=\"CommentText\"/></w:pPr><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p></w:comment>",
            markup::xml(words)
        )
    };
    let comments: String = comments.iter().enumerate().map(one).collect();
    format!("{DECLARATION}<w:comments xmlns:w=\"{WORD}\">{comments}</w:comments>")
}

/// Returns `word/fontTable.xml` with substitutes for missing fonts.
pub(super) fn font_table() -> String {
    let fonts = [("方正小标宋简体", "宋体"), ("仿宋_GB2312", "仿宋"), ("楷体_GB2312", "楷体")];
    let fonts = fonts.map(|(name, other)| format!("<w:font w:name=\"{name}\"><w:altName w:val=\"{other}\"/></w:font>"));
    format!("{DECLARATION}<w:fonts xmlns:w=\"{WORD}\">{}</w:fonts>", fonts.concat())
}

/// Returns `word/settings.xml`: different footers on odd and even pages, and the layout of Word 2013 and later.
pub(super) fn settings() -> String {
    format!(
        "{DECLARATION}<w:settings xmlns:w=\"{WORD}\"><w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"420\"/>\
         <w:evenAndOddHeaders/><w:characterSpacingControl w:val=\"compressPunctuation\"/><w:compat><w:useFELayout/>\
         <w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/>\
         </w:compat></w:settings>"
    )
}

/// Returns a footer with the page number between dashes, one character from the outer edge: right on odd pages, left on
/// even pages (GB/T 9704-2012, 7.5).
pub(super) fn footer(is_right: bool) -> String {
    let (indent, align) = if is_right { ("w:right=\"280\"", "right") } else { ("w:left=\"280\"", "left") };
    let text = |text: &str| format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>");
    format!(
        "{DECLARATION}<w:ftr xmlns:w=\"{WORD}\"><w:p><w:pPr><w:pStyle w:val=\"Footer\"/><w:ind {indent}/>\
         <w:jc w:val=\"{align}\"/></w:pPr>{}<w:fldSimple w:instr=\" PAGE \">{}</w:fldSimple>{}</w:p></w:ftr>",
        text("— "),
        text("1"),
        text(" —")
    )
}
