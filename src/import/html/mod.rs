//! Web pages (HTML, and MHT: a page saved in one MIME file), converted to lines like other documents.
//!
//! ```text
//! bytes ──▶ message ──▶ charset ──▶ tree ──▶ page ──▶ furniture ──▶ Text
//!           MHT only                          lines    what is not text
//! ```
//! Line 12 of a source is the twelfth line that a browser shows; a row of a table is one line.

mod furniture;
mod page;
mod tree;

use std::panic::{AssertUnwindSafe, catch_unwind};

use encoding_rs::Encoding;
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{MessageParser, MimeHeaders, PartType};

use super::ImportError;
use super::decode;
use super::layout::{Layout, Text};
use super::package::PackageError;
use crate::plan::doubt::FileContent;
use page::Page;
use tree::Tree;

/// The maximum size of a page in bytes.
const LARGEST: usize = 16 << 20;
/// The maximum number of multipart boundaries in a saved page. A browser writes one or two; each costs a search through
/// the file.
const MOST_BOUNDARIES: usize = 100;
/// The length in bytes of the start of a page in which its encoding is declared.
const HEAD: usize = 4 << 10;

/// Reads a page.
///
/// # Errors
/// Fails if it is too large, nested too deeply, or in an unknown encoding.
pub fn read(bytes: &[u8]) -> Result<Text, ImportError> {
    lines(&source(bytes)?)
}

/// Reads a page saved in a MIME file.
///
/// # Errors
/// Those of [`read`], and if it contains no page.
pub fn read_message(bytes: &[u8]) -> Result<Text, ImportError> {
    lines(&message(bytes)?)
}

/// Returns the rows of the tables of a page: a list that a program wrote as HTML.
///
/// # Errors
/// Those of [`read`].
pub fn tables(bytes: &[u8]) -> Result<Vec<Vec<Vec<String>>>, ImportError> {
    let page = if super::FileKind::of(bytes) == super::FileKind::Mht { message(bytes)? } else { source(bytes)? };
    let tree = Tree::parse(&page.text)?;
    let cells = |row: usize| {
        let cells = tree.children(row).iter().filter(|at| matches!(tree.name(**at), "td" | "th"));
        cells.map(|at| tree.text(*at).split_whitespace().collect::<Vec<_>>().join(" ")).collect()
    };
    let rows = |table: usize| tree.all(table, "tr").into_iter().map(cells).collect();
    Ok(tree.all(0, "table").into_iter().map(rows).collect())
}

/// A decoded page, with a mark if some characters could not be decoded.
struct Source {
    text: String,
    lost: bool,
}

fn lines(source: &Source) -> Result<Text, ImportError> {
    let tree = Tree::parse(&source.text)?;
    let mut page = Page::read(&tree);
    let taken = furniture::take_out(&mut page.lines, &titles(&tree));
    let number = |at: usize| u32::try_from(at + 1).unwrap_or(u32::MAX);
    let text_of = |line: &page::Line| !line.text.is_empty();
    // Pictures above the title or below the text are furniture too.
    let first = page.lines.iter().position(text_of).unwrap_or(0) + 1;
    let last = page.lines.iter().rposition(text_of).unwrap_or(0);
    for at in page.pictures.iter().filter(|at| (first..=last).contains(*at)) {
        page.seen.meet(FileContent::Picture, number(*at), "");
    }
    for (at, text) in taken {
        page.seen.take_out(FileContent::Furniture, number(at), text, &mut page.leftovers);
    }
    if source.lost {
        page.seen.meet(FileContent::Undecoded, 1, "");
    }
    let (lines, layouts): (Vec<String>, Vec<Layout>) =
        page.lines.into_iter().map(|line| (line.text, line.layout)).unzip();
    Ok(Text { text: lines.join("\n"), layouts, doubts: page.seen.doubts(), leftovers: page.leftovers })
}

/// Returns the titles in the head of a page; programs append the names of site and section after a separator.
fn titles(tree: &Tree) -> Vec<String> {
    let metas = tree
        .all(0, "meta")
        .into_iter()
        .filter(|at| tree.attribute(*at, "name").is_some_and(|name| name.eq_ignore_ascii_case("ArticleTitle")));
    let mut titles: Vec<String> =
        metas.filter_map(|at| tree.attribute(at, "content")).map(|title| title.trim().to_string()).collect();
    for title in tree.all(0, "title").into_iter().map(|at| tree.text(at)) {
        titles.extend(title.split(['_', '|']).map(|part| part.trim().to_string()).take(1));
        titles.extend(title.split([' ', '-', '—', '–']).map(|part| part.trim().to_string()).take(1));
        titles.push(title.trim().to_string());
    }
    titles.retain(|title| !title.is_empty());
    titles
}

/// Decodes a page: by its byte order mark, as UTF-8 if it is valid, by the declared encoding, or else as GB18030.
fn source(bytes: &[u8]) -> Result<Source, ImportError> {
    decoded(bytes, None)
}

fn decoded(bytes: &[u8], declared: Option<&str>) -> Result<Source, ImportError> {
    if bytes.len() > LARGEST {
        return Err(PackageError::TooLarge(String::new()).into());
    }
    if let Some(decoded) = decode::text(bytes).filter(|decoded| decoded.encoding.starts_with("UTF")) {
        return Ok(Source { text: decoded.text, lost: false });
    }
    let label = declared.map(str::to_string).or_else(|| charset(bytes)).unwrap_or_default();
    let declared = Encoding::for_label(label.trim().as_bytes()).filter(|found| *found != encoding_rs::UTF_8);
    let (text, _, lost) = declared.unwrap_or(encoding_rs::GB18030).decode(bytes);
    let gaps = text.matches('\u{fffd}').count();
    if gaps * 200 > text.chars().count() {
        return Err(ImportError::Binary);
    }
    Ok(Source { text: text.replace('\u{fffd}', "□"), lost })
}

/// Returns the encoding declared in the head of a page.
fn charset(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(bytes.get(..HEAD).unwrap_or(bytes)).to_lowercase();
    let (_, after) = head.split_once("charset=").or_else(|| head.split_once("encoding="))?;
    let name = after.trim_start_matches(['"', '\'', ' ']);
    Some(name.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect())
}

/// Returns the longest page in a MIME message, since a frame around it is a page as well.
fn message(bytes: &[u8]) -> Result<Source, ImportError> {
    const WORD: &[u8] = b"boundary=";
    if bytes.len() > LARGEST {
        return Err(PackageError::TooLarge(String::new()).into());
    }
    if bytes.windows(WORD.len()).filter(|word| word.eq_ignore_ascii_case(WORD)).nth(MOST_BOUNDARIES).is_some() {
        return Err(PackageError::Harmful(String::new()).into());
    }
    let damaged = |reason: &str| PackageError::Damaged { part: String::new(), reason: reason.to_string() };
    let parsed = catch_unwind(AssertUnwindSafe(|| MessageParser::default().parse(bytes)));
    let message = parsed.ok().flatten().ok_or_else(|| damaged("MIME"))?;
    let page = |part: &mail_parser::MessagePart| -> Option<Result<Source, ImportError>> {
        let kind = part.content_type();
        let is_page = kind.is_none_or(|kind| kind.subtype().is_none_or(|kind| kind.contains("html")));
        let declared = kind.and_then(|kind| kind.attribute("charset"));
        if !is_page || matches!(part.body, PartType::Multipart(_) | PartType::Message(_)) {
            return None;
        }
        // The raw bytes are used, since the encoding may be declared only in the page and not in the MIME header.
        let raw = bytes.get(part.offset_body as usize..part.offset_end as usize)?;
        let own = match part.encoding {
            mail_parser::Encoding::None => Some(raw.to_vec()),
            mail_parser::Encoding::QuotedPrintable => quoted_printable_decode(raw),
            mail_parser::Encoding::Base64 => base64_decode(raw),
        };
        own.map(|own| decoded(&own, declared))
    };
    let pages = message.parts.iter().filter_map(page).collect::<Result<Vec<Source>, ImportError>>()?;
    pages.into_iter().max_by_key(|page| page.text.len()).ok_or_else(|| damaged("no text/html").into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::DoubtKind;

    fn text(bytes: &[u8]) -> String {
        read(bytes).unwrap().text
    }

    #[test]
    fn a_page_is_decoded_by_its_mark_its_bytes_or_its_word() {
        let page = |charset: &str| format!("<meta charset=\"{charset}\"><p>清泉縣");
        for bytes in [
            page("gb2312").into_bytes(),
            encoding_rs::GB18030.encode(&page("utf-8")).0.into_owned(),
            encoding_rs::BIG5.encode(&page("big5")).0.into_owned(),
            [b"\xFF\xFE".to_vec(), page("x").encode_utf16().flat_map(u16::to_le_bytes).collect()].concat(),
        ] {
            assert_eq!(text(&bytes), "清泉縣");
        }
        let mut broken = encoding_rs::GB18030.encode(&page("gbk").repeat(200)).0.into_owned();
        broken.push(0xFF);
        let read = read(&broken).unwrap();
        assert!(
            read.text.ends_with('□')
                && read
                    .doubts
                    .iter()
                    .any(|doubt| matches!(doubt.kind, DoubtKind::FileContent { content: FileContent::Undecoded, .. }))
        );
        assert_eq!(super::read(&[b"<p>".to_vec(), vec![0xFF; 900]].concat()).err(), Some(ImportError::Binary));
    }

    #[test]
    fn a_saved_page_is_the_longest_in_the_message() {
        let message = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/html; charset=\"gb2312\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>=C7=E5=C8=AA=\r\n=CF=D8</p>\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nPHA+\r\n--b--\r\n";
        assert_eq!(read_message(message.as_bytes()).unwrap().text, "清泉县");
        let none = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: image/png\r\n\r\nx\r\n--b--\r\n";
        assert!(read_message(none.as_bytes()).is_err());
    }
}
