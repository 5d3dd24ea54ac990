//! Detection of file formats, by content and never by name.
//!
//! [`FileKind::of`] decides about documents and filled-in lists, and provides the message for unsupported formats.

use std::io::{Cursor, Read};

use cfb::CompoundFile;

use super::decode;
use super::package::{self, OLE, ZIP};
use crate::text::Language;

/// The length in bytes of the start of a text file that is examined.
const HEAD: usize = 8 << 10;

/// The format of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileKind {
    /// Text, or anything not recognised as another format.
    Text,
    /// A web page.
    Html,
    /// A web page saved in a MIME file.
    Mht,
    /// A flat Word document in XML, of Word 2003 or later.
    WordXml,
    /// An Excel 2003 workbook in XML.
    ExcelXml,
    /// A Word file of 2007 or later.
    Docx,
    /// A Word file of Word 97 to 2003, or WPS Writer's.
    Doc,
    /// A Word file before Word 97.
    Doc95,
    /// An Excel workbook of 2007 or later.
    Xlsx,
    /// An Excel workbook in binary parts.
    Xlsb,
    /// An Excel workbook before 2007, or WPS Spreadsheets'.
    Xls,
    /// An OpenDocument text.
    Odt,
    /// An OpenDocument spreadsheet.
    Ods,
    /// A text in the Rich Text Format.
    Rtf,
    /// A PDF file.
    Pdf,
    /// A file of the national fixed layout, GB/T 33190.
    Ofd,
    /// A ZIP archive of other files.
    Zip,
    /// An encrypted office file.
    Locked,
    /// A presentation.
    Slides,
    /// An image, with the name of its format.
    Picture(&'static str),
    /// Another archive, with the name of its format.
    Archive(&'static str),
    /// An executable.
    Program,
    /// A database.
    Database,
    /// XML with an unknown vocabulary.
    Xml,
    /// Another file in the compound format of office programs before 2007.
    OtherOle,
}

/// Formats by their first bytes.
const SIGNATURES: &[(&[u8], FileKind)] = &[
    (b"%PDF-", FileKind::Pdf),
    (b"{\\rtf", FileKind::Rtf),
    (b"PK\x05\x06", FileKind::Archive("ZIP")),
    (b"\x89PNG", FileKind::Picture("PNG")),
    (b"\xFF\xD8\xFF", FileKind::Picture("JPEG")),
    (b"GIF8", FileKind::Picture("GIF")),
    (b"BM\0\0", FileKind::Picture("BMP")),
    (b"II*\0", FileKind::Picture("TIFF")),
    (b"MM\0*", FileKind::Picture("TIFF")),
    (b"\x1F\x8B", FileKind::Archive("gzip")),
    (b"Rar!", FileKind::Archive("RAR")),
    (b"7z\xBC\xAF", FileKind::Archive("7z")),
    (b"\x7FELF", FileKind::Program),
    (b"MZ\x90\0", FileKind::Program),
    (b"SQLite format 3", FileKind::Database),
];

impl FileKind {
    /// Returns the format of a file with these bytes.
    pub fn of(bytes: &[u8]) -> FileKind {
        if bytes.starts_with(ZIP) {
            return of_archive(bytes);
        }
        if bytes.starts_with(OLE) {
            return of_ole(bytes);
        }
        let start = bytes.iter().position(|b| !b.is_ascii_whitespace()).unwrap_or(0);
        let known = |(signature, _): &&(&[u8], FileKind)| bytes[start..].starts_with(signature);
        if let Some((_, kind)) = SIGNATURES.iter().find(known) {
            return *kind;
        }
        // Some programs write a line of their own before the header of a PDF.
        if bytes.get(..1024).unwrap_or(bytes).windows(7).any(|part| part == b"\n%PDF-1" || part == b"\r%PDF-1") {
            return FileKind::Pdf;
        }
        of_markup(&head(bytes))
    }

    /// Returns the format as a noun phrase: “PDF 文件”, “a PDF file”.
    pub fn name(self, language: Language) -> String {
        let (zh, en) = match self {
            FileKind::Text => ("纯文本", "a plain text"),
            FileKind::Html => ("网页（HTML）", "a web page (HTML)"),
            FileKind::Mht => ("网页存档（mht）", "a saved web page (mht)"),
            FileKind::WordXml => ("Word XML 文档", "a Word XML document"),
            FileKind::ExcelXml => ("Excel 2003 XML 表格", "an Excel 2003 XML spreadsheet"),
            FileKind::Docx => ("Word 文档（docx）", "a Word file (docx)"),
            FileKind::Doc => ("旧版 Word（doc）或 WPS 文字（wps）文档", "an old Word (doc) or WPS (wps) file"),
            FileKind::Doc95 => ("Word 95 或更早的文档", "a file of Word 95 or before"),
            FileKind::Xlsx => ("Excel 工作簿（xlsx）", "an Excel workbook (xlsx)"),
            FileKind::Xlsb => ("Excel 二进制工作簿（xlsb）", "a binary Excel workbook (xlsb)"),
            FileKind::Xls => ("旧版 Excel（xls）或 WPS 表格（et）文件", "an old Excel (xls) or WPS (et) workbook"),
            FileKind::Odt => ("OpenDocument 文本（odt）", "an OpenDocument text (odt)"),
            FileKind::Ods => ("OpenDocument 表格（ods）", "an OpenDocument spreadsheet (ods)"),
            FileKind::Rtf => ("RTF 文档", "an RTF document"),
            FileKind::Pdf => ("PDF 文件", "a PDF file"),
            FileKind::Ofd => ("OFD 版式文件", "an OFD file"),
            FileKind::Zip => ("ZIP 压缩包", "a ZIP archive"),
            FileKind::Locked => ("有打开密码的 Office 文件", "an office file behind a password"),
            FileKind::Slides => ("演示文稿", "a presentation"),
            FileKind::Picture(format) => return language.pick("图片（{}）", "a picture ({})").replace("{}", format),
            FileKind::Archive(format) => return language.pick("{} 压缩包", "a {} archive").replace("{}", format),
            FileKind::Program => ("程序", "a program"),
            FileKind::Database => ("数据库", "a database"),
            FileKind::Xml => ("XML 数据文件", "an XML file of another kind"),
            FileKind::OtherOle => ("旧版 Office 的其他文件", "another file of old office programs"),
        };
        language.pick(zh, en).to_string()
    }

    /// Returns true for formats of documents other than plain text.
    pub fn is_document(self) -> bool {
        matches!(
            self,
            FileKind::Html
                | FileKind::Mht
                | FileKind::WordXml
                | FileKind::Docx
                | FileKind::Doc
                | FileKind::Odt
                | FileKind::Rtf
                | FileKind::Pdf
                | FileKind::Ofd
        )
    }

    /// Returns true for workbooks, which contain lists and never a plan's text.
    pub fn is_workbook(self) -> bool {
        matches!(self, FileKind::Xlsx | FileKind::Xlsb | FileKind::Xls | FileKind::Ods | FileKind::ExcelXml)
    }
}

/// Returns the format of a ZIP archive by the names of its parts; .NET writes them with backslashes.
fn of_archive(bytes: &[u8]) -> FileKind {
    let holds = |is_it: &dyn Fn(&str) -> bool| package::zip_holds(bytes, |name| is_it(&name.replace('\\', "/")));
    let media = |kind: &str| {
        let mark = format!("mimetypeapplication/vnd.oasis.opendocument.{kind}");
        bytes.get(..128).unwrap_or(bytes).windows(mark.len()).any(|part| part == mark.as_bytes())
    };
    match () {
        () if holds(&|name| name.starts_with("word/")) => FileKind::Docx,
        () if holds(&|name| name == "xl/workbook.bin") => FileKind::Xlsb,
        () if holds(&|name| name.starts_with("xl/")) => FileKind::Xlsx,
        () if holds(&|name| name.starts_with("ppt/")) || media("presentation") => FileKind::Slides,
        () if media("text") => FileKind::Odt,
        () if holds(&|name| name == "content.xml") => FileKind::Ods,
        () if holds(&|name| name == "OFD.xml") => FileKind::Ofd,
        () => FileKind::Zip,
    }
}

/// The version number of Word 97, the first whose format is supported.
const WORD_97: u16 = 0x00C1;

/// Returns the format of a compound file by the names of its streams. They can be found even in a damaged file without
/// a readable directory.
fn of_ole(bytes: &[u8]) -> FileKind {
    let mut file = CompoundFile::open(Cursor::new(bytes)).ok();
    let version = file.as_mut().and_then(|file| {
        let mut head = [0; 4];
        file.open_stream("/WordDocument").ok()?.read_exact(&mut head).ok()?;
        Some(u16::from_le_bytes([head[2], head[3]]))
    });
    let holds = |name: &str| match &file {
        Some(file) => file.is_stream(format!("/{name}")),
        None => package::ole_holds(bytes, name),
    };
    match () {
        () if holds("EncryptedPackage") => FileKind::Locked,
        () if version.is_some_and(|version| version < WORD_97) => FileKind::Doc95,
        () if holds("WordDocument") => FileKind::Doc,
        () if holds("Workbook") || holds("Book") => FileKind::Xls,
        () if holds("PowerPoint Document") => FileKind::Slides,
        () => FileKind::OtherOle,
    }
}

/// Returns the start of a file as lower-case text. Encodings other than UTF-8 and UTF-16 do not matter here.
fn head(bytes: &[u8]) -> String {
    let start = bytes.get(..HEAD).unwrap_or(bytes);
    let text = match start {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => decode::text(&start[..start.len() & !1]).map(|decoded| decoded.text),
        _ => None,
    };
    let text = text.unwrap_or_else(|| String::from_utf8_lossy(start).into_owned());
    text.trim_start_matches('\u{feff}').trim_start().to_lowercase()
}

/// Returns the format of a text by the markup at its beginning.
fn of_markup(head: &str) -> FileKind {
    if is_mime(head) {
        return FileKind::Mht;
    }
    let mut rest = head;
    let mut is_xml = false;
    while let Some(after) = rest.strip_prefix("<!--").and_then(|r| r.split_once("-->")).map(|(_, after)| after) {
        rest = after.trim_start();
    }
    while let Some((_, after)) = rest.strip_prefix("<?").and_then(|rest| rest.split_once('>')) {
        is_xml = true;
        rest = after.trim_start();
        while let Some(after) = rest.strip_prefix("<!--").and_then(|r| r.split_once("-->")).map(|(_, after)| after) {
            rest = after.trim_start();
        }
    }
    let Some(tag) = rest.strip_prefix('<') else { return FileKind::Text };
    let name: String = tag.chars().take_while(|c| c.is_alphanumeric() || matches!(c, ':' | '!' | '-')).collect();
    let name = name.rsplit(':').next().unwrap_or_default();
    match name {
        "!doctype" if tag.trim_start_matches("!doctype").trim_start().starts_with("html") => FileKind::Html,
        _ if HTML.contains(&name) => FileKind::Html,
        "worddocument" => FileKind::WordXml,
        "package" if tag.contains("schemas.microsoft.com/office/2006/xmlpackage") => FileKind::WordXml,
        "workbook" if tag.contains("urn:schemas-microsoft-com:office:spreadsheet") => FileKind::ExcelXml,
        _ if is_xml => FileKind::Xml,
        _ => FileKind::Text,
    }
}

/// Elements with which a page, or a fragment of one, begins.
const HTML: &[&str] = &[
    "html", "head", "body", "meta", "title", "table", "div", "p", "span", "h1", "h2", "h3", "style", "script",
    "section", "article", "center", "font", "br", "link", "base", "form", "ul", "ol", "tr", "tbody",
];

/// Returns true if a MIME header announces a page.
fn is_mime(head: &str) -> bool {
    let names: Vec<&str> = head.lines().take_while(|line| !line.trim().is_empty()).take(40).collect();
    let field = |wanted: &str| names.iter().any(|line| line.starts_with(wanted));
    let page = ["multipart/", "text/html"].iter().any(|kind| head.contains(kind));
    names.first().is_some_and(|line| line.split_once(':').is_some_and(|(name, _)| name.is_ascii()))
        && field("mime-version:")
        && field("content-type:")
        && page
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::package::tests::stored;

    fn ole(name: &str) -> Vec<u8> {
        [OLE.to_vec(), vec![0; 600], name.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat()
    }

    fn utf16(text: &str) -> Vec<u8> {
        std::iter::once(0xFEFF_u16).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn a_file_is_what_its_bytes_are() {
        let open = |kind: &str| format!("application/vnd.oasis.opendocument.{kind}");
        for (bytes, kind) in [
            (b"words".to_vec(), FileKind::Text),
            (Vec::new(), FileKind::Text),
            ("<规划> 一、背景".into(), FileKind::Text),
            (" \r\n<!DOCTYPE html><html>".into(), FileKind::Html),
            ("\u{feff}<HTML xmlns:x=\"urn:schemas-microsoft-com:office:excel\">".into(), FileKind::Html),
            ("<!-- saved --><?xml version='1.0'?><!DOCTYPE html PUBLIC \"x\">".into(), FileKind::Html),
            ("<table><tr><td>id".into(), FileKind::Html),
            (utf16("<html><p>甲"), FileKind::Html),
            ("From: <x>\nMIME-Version: 1.0\nContent-Type: multipart/related;\n\n--b".into(), FileKind::Mht),
            (
                "<?xml version='1.0'?><?mso-application progid='Word.Document'?><w:wordDocument xmlns:w='x'>".into(),
                FileKind::WordXml,
            ),
            (
                "<?xml version='1.0'?><pkg:package xmlns:pkg='http://schemas.microsoft.com/office/2006/xmlPackage'>"
                    .into(),
                FileKind::WordXml,
            ),
            (
                "<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'>".into(),
                FileKind::ExcelXml,
            ),
            ("<?xml version='1.0'?><rss>".into(), FileKind::Xml),
            (b"{\\rtf1".to_vec(), FileKind::Rtf),
            (b"%PDF-1.7".to_vec(), FileKind::Pdf),
            (b"\x00\x01\n%PDF-1.4".to_vec(), FileKind::Pdf),
            (stored(&[("word/document.xml", b"<a/>")]), FileKind::Docx),
            (stored(&[("word\\document.xml", b"<a/>")]), FileKind::Docx),
            (stored(&[("xl/workbook.xml", b"<a/>")]), FileKind::Xlsx),
            (stored(&[("xl\\workbook.xml", b"<a/>")]), FileKind::Xlsx),
            (stored(&[("xl/workbook.bin", b"a")]), FileKind::Xlsb),
            (stored(&[("mimetype", open("text").as_bytes()), ("content.xml", b"<a/>")]), FileKind::Odt),
            (stored(&[("mimetype", open("spreadsheet").as_bytes()), ("content.xml", b"<a/>")]), FileKind::Ods),
            (stored(&[("mimetype", open("presentation").as_bytes()), ("content.xml", b"<a/>")]), FileKind::Slides),
            (stored(&[("OFD.xml", b"<a/>")]), FileKind::Ofd),
            (stored(&[("a.txt", b"a")]), FileKind::Zip),
            (ole("WordDocument"), FileKind::Doc),
            (ole("Workbook"), FileKind::Xls),
            (ole("EncryptedPackage"), FileKind::Locked),
            (ole("PowerPoint Document"), FileKind::Slides),
            (ole(""), FileKind::OtherOle),
            (b"\x89PNG\r\n".to_vec(), FileKind::Picture("PNG")),
            (b"Rar!\x1a".to_vec(), FileKind::Archive("RAR")),
        ] {
            assert_eq!(FileKind::of(&bytes), kind, "{:?}", String::from_utf8_lossy(&bytes));
        }
    }

    #[test]
    fn every_kind_has_a_name_in_both_languages() {
        for kind in [FileKind::Html, FileKind::Ofd, FileKind::Picture("PNG"), FileKind::Archive("RAR"), FileKind::Xls] {
            let (zh, en) = (kind.name(Language::Zh), kind.name(Language::En));
            assert!(!zh.contains("{}") && !en.contains("{}") && zh != en && en.is_ascii(), "{zh} {en}");
        }
    }
}
