//! The parts that are the same in every report: styles, fonts, settings, footers.

use jiff::civil::Date;

use crate::report::model::Layout;
use crate::text::markup;

/// The XML declaration, the first line of every part.
pub(super) const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
/// The namespace of WordprocessingML.
pub(super) const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
/// The namespace of relationships.
pub(super) const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The measures of the text of a layout, in half points and twentieths of a point.
struct Measures {
    /// The font size of the title and its line height.
    title: (u32, u32),
    /// The font size of the text and its line height.
    text: (u32, u32),
    /// The space above and below the line under the title.
    byline: (u32, u32),
    caption: u32,
}

impl Measures {
    fn of(layout: Layout) -> Self {
        match layout {
            // 三号, 28.95 pt: 22 lines on 225 mm.
            Layout::Official => Measures { title: (44, 700), text: (32, 579), byline: (200, 400), caption: 24 },
            // 小二 and 四号.
            Layout::Compact => Measures { title: (36, 480), text: (28, 420), byline: (40, 100), caption: 21 },
        }
    }
}

fn exact(line: u32) -> String {
    format!("<w:spacing w:line=\"{line}\" w:lineRule=\"exact\"/>")
}

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

fn styles_used(layout: Layout) -> Vec<Style> {
    let measures = Measures::of(layout);
    let (size, line) = measures.text;
    let exact_text = exact(line);
    // The first-line indent: two characters.
    let indent = format!("<w:ind w:firstLineChars=\"200\" w:firstLine=\"{}\"/>", size * 20);
    let (above, below) = measures.byline;
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
        ..style(id, name, font, size, &format!("<w:keepNext/>{exact_text}{indent}<w:outlineLvl w:val=\"{level}\"/>"))
    };
    let centred = "<w:jc w:val=\"center\"/>";
    vec![
        style("Title", "Title", "方正小标宋简体", measures.title.0, &format!("{}{centred}", exact(measures.title.1))),
        style(
            "Subtitle",
            "Subtitle",
            "楷体_GB2312",
            size,
            &format!(
                "<w:spacing w:before=\"{above}\" w:after=\"{below}\" w:line=\"{line}\" w:lineRule=\"exact\"/>{centred}"
            ),
        ),
        heading("Heading1", "heading 1", "黑体", 0),
        heading("Heading2", "heading 2", "楷体_GB2312", 1),
        Style { is_bold: true, ..heading("Heading3", "heading 3", "仿宋_GB2312", 2) },
        style(
            "BodyText",
            "Body Text",
            "仿宋_GB2312",
            size,
            &format!("<w:widowControl/>{exact_text}{indent}<w:jc w:val=\"both\"/>"),
        ),
        style(
            "Caption",
            "caption",
            "黑体",
            measures.caption,
            &format!("<w:keepNext/><w:spacing w:before=\"{}\" w:after=\"40\"/>{centred}", measures.caption * 5),
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
pub(super) fn styles(layout: Layout) -> String {
    let mut xml = format!(
        "{DECLARATION}<w:styles xmlns:w=\"{WORD}\"><w:docDefaults><w:rPrDefault><w:rPr>{}<w:sz w:val=\"32\"/>\
         <w:szCs w:val=\"32\"/><w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/></w:rPr></w:rPrDefault><w:pPrDefault/>\
         </w:docDefaults><w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/>\
         <w:qFormat/></w:style>",
        fonts("仿宋_GB2312")
    );
    for style in styles_used(layout) {
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
