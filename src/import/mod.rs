//! The importer: reads documents into plans, and records every uncertainty.
//!
//! A document passes through stages, each in its own module: [`kind`] (file format), [`decode`] or [`word`] and others
//! (text; line numbers in records refer to its lines), [`clean`] (lines without remains of conversion and page layout),
//! [`unroll`] and [`contents`] (lost line breaks, tables of contents), [`table`] (rows and cells), [`paragraph`]
//! (paragraphs split by page breaks), [`front`] (notice, titles), [`orphan`] (misplaced boxes), [`heading`] and
//! [`styled`] (lost numbers, heading styles), [`tree`] and [`special_box`] (nesting), [`compose`] (outline, tasks,
//! indicators), and [`edition`] (identity of items in new editions).
//!
//! No word is lost: unrecognised text stays under the nearest heading, and removed text is kept in
//! [`Document::leftovers`]. Guesses are listed in [`Plan::doubts`]. Rules do not refer to particular places or plans.

use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::plan::doubt::TermSource;
use crate::plan::id::BadId;
use crate::plan::{Departments, Doubt, DoubtKind, Edition, Notice, Paragraph, Plan, PlanId, Source, Term, Tier};
use crate::text::Language;

pub use identity::plan_id;
pub use kind::FileKind;
pub use line_number::{LineNumber, line_number};
pub use named_columns::{BadColumns, NAMES as COLUMN_NAMES, NamedColumns};
pub use package::PackageError;
pub use table::Row;
pub use unlike::Unlike;
pub use unread::UnreadTable;

pub mod annotation;
pub mod deadline;
pub mod edition;
pub mod spreadsheet;

mod attachments;
mod blanks;
mod box_title;
mod clean;
mod column;
mod compose;
mod contents;
pub mod decode;
mod delimited;
mod drawn;
mod front;
mod heading;
mod html;
mod identity;
mod indicator;
mod kind;
mod layout;
mod lead;
mod line_number;
mod measure;
mod named_columns;
mod notice;
mod number;
mod ofd;
mod opening;
mod orphan;
mod package;
mod paragraph;
mod pdf;
mod placed;
mod ragged;
mod region;
mod restart;
mod seen;
mod sequence;
mod special_box;
mod styled;
mod table;
mod tree;
mod unlike;
mod unread;
mod unroll;
mod word;
mod wording;
mod work_table;
mod xml;

/// A document that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The name of the file without its folders.
    pub file: String,
    /// The SHA-256 of its bytes in lower-case hexadecimal.
    pub sha256: String,
    /// The encoding of a plain text, or otherwise the file format: `DOCX`, `HTML`, `PDF`.
    pub encoding: &'static str,
    /// The notice in front of the plans.
    pub notice: Option<Notice>,
    /// The plans in order, with items numbered from 1.
    pub plans: Vec<Plan>,
    /// Text that was removed: bookmarks, page numbers, page headers, a table of contents.
    pub leftovers: Vec<Paragraph>,
    /// The kind of text that it seems to be, if it does not look like a plan.
    pub unlike: Option<Unlike>,
    /// The tables that could not be read.
    pub unread: Vec<UnreadTable>,
    /// Given columns by which tables were read, to be remembered for tables with a similar head.
    pub named: Vec<NamedColumns>,
}

impl Document {
    /// Returns a plan whose term the document does not give.
    pub fn without_term(&self) -> Option<&Plan> {
        let is_open = |doubt: &Doubt| matches!(doubt.kind, DoubtKind::NoTerm { from: TermSource::Nothing, .. });
        self.plans.iter().find(|plan| plan.doubts.iter().any(is_open))
    }
}

/// Facts that a person provides with a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Given {
    /// The term of plans whose titles do not give it.
    pub term: Option<Term>,
    /// The columns of unreadable tables.
    pub columns: Vec<NamedColumns>,
}

/// The maximum size of a document in bytes, far above that of any plan.
pub const LARGEST: usize = 64 << 20;

/// The maximum length of a document's text in bytes: two million characters, about fifty times a long plan. A file may
/// be larger because of pictures.
pub const LONGEST: usize = 6 << 20;

/// Reads a file as plain text in any encoding.
///
/// # Errors
/// [`ImportError`] if it is too large, not text, or empty.
pub fn plain_text(bytes: &[u8]) -> Result<String, ImportError> {
    if bytes.len() > LARGEST {
        return Err(ImportError::TooLarge);
    }
    Ok(decode::decode(bytes)?.text)
}

/// The reason why a file can't be read as a document. Callers add the name of the file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Language::En))]
pub enum ImportError {
    /// The file is empty.
    Empty,
    /// The file is larger than [`LARGEST`].
    TooLarge,
    /// The text is longer than [`LONGEST`].
    TooLong,
    /// The format is not supported.
    NotRead(FileKind),
    /// The bytes are not text in a known encoding.
    Binary,
    /// The archive contains no document, or several.
    Attachments {
        /// The names of the files in it.
        names: Vec<String>,
    },
    /// The file contains only a table without a title.
    Table,
    /// A Word file that can't be read.
    Package(#[from] PackageError),
    /// The pages have no text, as scanned ones do.
    Scanned {
        /// The number of pages.
        pages: usize,
    },
    /// The text has symbols instead of words.
    UndecodedFonts {
        /// The first such line.
        line: u32,
    },
    /// The region and sector give no valid id.
    Unnamed(#[from] BadId),
}

impl ImportError {
    /// Returns the message for a person, with what to do.
    pub fn text(&self, language: Language) -> String {
        let megabytes = LARGEST >> 20;
        match (self, language) {
            (ImportError::Empty, Language::Zh) => "文件是空的，没有可导入的文字".to_string(),
            (ImportError::Empty, Language::En) => "the file is empty; nothing was imported".to_string(),
            (ImportError::TooLarge, Language::Zh) => {
                format!("文件超过 {megabytes} MB；请只保留规划正文，另存为纯文本后再导入")
            }
            (ImportError::TooLarge, Language::En) => {
                format!("it is larger than {megabytes} MB; import the plan's text alone")
            }
            (ImportError::TooLong, Language::Zh) => {
                format!("文字超过 {} MB，没有这样长的规划；请只保留规划正文后再导入", LONGEST >> 20)
            }
            (ImportError::TooLong, Language::En) => {
                format!("its text is longer than {} MB, as no plan is; import the plan's text alone", LONGEST >> 20)
            }
            (ImportError::NotRead(kind), Language::Zh) => {
                format!("这是{}，不是文本；请打开后另存为 .docx 或“纯文本（.txt）”再导入", kind.name(language))
            }
            (ImportError::NotRead(kind), Language::En) => {
                let name = kind.name(language);
                format!("this is {name}, not a text; open it and save it as .docx or plain text, then import that")
            }
            (ImportError::Binary, Language::Zh) => {
                "这是无法识别的二进制文件，不是文本；请打开后另存为 .docx 或“纯文本（.txt）”再导入".to_string()
            }
            (ImportError::Binary, Language::En) => {
                "this is a binary file of an unknown kind; open it and save it as .docx or plain text, then import that"
                    .to_string()
            }
            (ImportError::Attachments { names }, Language::Zh) => {
                let listed = names.iter().take(12).map(String::as_str).collect::<Vec<_>>().join("、");
                format!("压缩包中有 {} 个文件（{listed}），不知道哪一个是规划；请解压后只导入规划正文", names.len())
            }
            (ImportError::Attachments { names }, Language::En) => {
                let listed = names.iter().take(12).map(String::as_str).collect::<Vec<_>>().join(", ");
                format!(
                    "the archive holds {} files ({listed}) and does not say which is the plan; unpack it and import that one",
                    names.len()
                )
            }
            (ImportError::Table, Language::Zh) => {
                "这是一张没有 id 列的表，不是规划；请在导出的表中填报，或在表前写一行规划名称后再导入".to_string()
            }
            (ImportError::Table, Language::En) => {
                "this is a table without a column of ids, not a plan; fill in an exported list, or put the plan's title in a line above the table"
                    .to_string()
            }
            (ImportError::Package(error), language) => error.text(language),
            (ImportError::Scanned { pages }, Language::Zh) => {
                format!("{pages} 页都是扫描图像，没有文字；请经文字识别（OCR）后另存为 .docx 或纯文本再导入")
            }
            (ImportError::Scanned { pages }, Language::En) => {
                format!("all {pages} pages are scanned and have no text; run text recognition (OCR), save it as .docx or plain text, and import that")
            }
            (ImportError::UndecodedFonts { line }, Language::Zh) => {
                format!("第 {line} 行起是乱码：PDF 字体没有解码；请改用网页或 Word 版本，或经文字识别后另存为纯文本")
            }
            (ImportError::UndecodedFonts { line }, Language::En) => format!(
                "from line {line} the text is unreadable because the fonts of a PDF were not decoded; get the plan as a web page or a Word file, or run text recognition, and save it as plain text"
            ),
            (ImportError::Unnamed(id), Language::Zh) => {
                format!("无法为规划编号（{}）；请在首行写明规划名称，含地区和领域", id.text(language))
            }
            (ImportError::Unnamed(id), Language::En) => format!(
                "no id can be made for the plan: {}; put a title with region and sector in the first line",
                id.text(language)
            ),
        }
    }
}

/// Reads a document.
///
/// # Errors
/// [`ImportError`] if the bytes contain no readable text.
pub fn read(file_name: &str, bytes: &[u8], departments: &Departments) -> Result<Document, ImportError> {
    read_given(file_name, bytes, departments, &Given::default())
}

/// Reads a document with facts provided by a person.
///
/// # Errors
/// Those of [`read`].
pub fn read_given(
    file_name: &str,
    bytes: &[u8],
    departments: &Departments,
    given: &Given,
) -> Result<Document, ImportError> {
    let file = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name).to_string();
    if FileKind::of(bytes) == FileKind::Zip {
        let (name, held) = attachments::document(bytes)?;
        return read_given(&name, &held, departments, given);
    }
    let (mut source, encoding) = text(bytes)?;
    let sha256 = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    if delimited::is_table(&source.text) {
        return Err(ImportError::Table);
    }
    if let Some(table) = delimited::below_title(&source.text).filter(|_| source.layouts.is_empty()) {
        source.text = table;
    }
    let first_named_leads = annotation::says_first_named_leads(&source.text);
    let (cleaned, parted) = prepare(&source.text, &source.layouts);
    let mut leftovers = cleaned.leftovers;
    let pieces = table::find(&cleaned.lines);
    let tables = unread::find(&pieces);
    let named_columns::Read { pieces, unread: tables, named } = named_columns::read(pieces, tables, &given.columns);
    let blocks = paragraph::join(unread::as_cells(pieces, &tables));
    let related = unlike::title(&blocks);
    let mut front = front::split(blocks);
    orphan::put_back(&mut front.bodies);
    let unreadable = |table: &UnreadTable| Doubt {
        lines: table.lines,
        kind: DoubtKind::UnreadTable { caption: table.caption.clone() },
    };
    let unreadable: Vec<Doubt> = tables.iter().map(unreadable).collect();
    let dropped = dropped_doubt(&leftovers);
    leftovers.extend(front.leftovers.drain(..).chain(source.leftovers));
    let unread = source.doubts;
    let source = Source { file: file.clone(), sha256 };
    let mut reader = Reader {
        source: &source,
        notice: front.notice.as_ref(),
        departments,
        first_named_leads,
        term: given.term,
        ids: Vec::new(),
    };
    let mut plans = front.bodies.into_iter().map(|body| reader.plan(body)).collect::<Result<Vec<Plan>, _>>()?;
    if let Some(plan) = plans.first_mut() {
        let of_file = dropped.into_iter().chain(parted).chain(unread).chain(unreadable);
        let mut doubts: Vec<Doubt> = of_file.chain(plan.doubts.iter().cloned()).collect();
        doubts.sort_by_key(|doubt| doubt.lines.first);
        plan.doubts = doubts.into();
    }
    leftovers.sort_by_key(|p| p.lines.first);
    let Source { sha256, .. } = source;
    let by_title = related.as_ref().map(|related| related.unlike);
    let unlike = by_title.or_else(|| unlike::by_content(&plans, front.notice.as_ref()));
    if let Some(unlike) = unlike {
        let title = related.as_ref().map(|related| related.title.as_str());
        let kept = plans.into_iter().zip(1..).map(|(plan, number)| apart(plan, number, unlike, title));
        plans = kept.collect::<Result<_, _>>()?;
    }
    Ok(Document { file, sha256, encoding, notice: front.notice, plans, leftovers, unlike, unread: tables, named })
}

/// Returns a text that does not look like a plan under a separate id, so that it never replaces the plan that it is
/// about.
fn apart(mut plan: Plan, number: usize, unlike: Unlike, title: Option<&str>) -> Result<Plan, ImportError> {
    plan.sector.push_str(unlike.name(Language::Zh));
    if let Some(title) = title {
        plan.title = title.to_string();
    }
    let id = identity::plan_id(&plan.region, &plan.sector, plan.term, number)?;
    Ok(plan.renamed(id))
}

/// Extracts the text of a document, and returns it with the name of the format or encoding.
fn text(bytes: &[u8]) -> Result<(layout::Text, &'static str), ImportError> {
    if bytes.len() > LARGEST {
        return Err(ImportError::TooLarge);
    }
    let (text, format) = match FileKind::of(bytes) {
        FileKind::Locked => Err(PackageError::Encrypted.into()),
        FileKind::Docx => words(word::read(bytes)?, "DOCX"),
        FileKind::WordXml => words(word::read_flat(bytes)?, "Word XML"),
        FileKind::Html => words(html::read(bytes)?, "HTML"),
        FileKind::Pdf => words(pdf::read(bytes)?, "PDF"),
        FileKind::Ofd => words(ofd::read(bytes)?, "OFD"),
        FileKind::Doc => words(word::read_old(bytes)?, "DOC"),
        FileKind::Odt => words(word::read_open(bytes)?, "ODT"),
        FileKind::Rtf => words(word::read_rich(bytes)?, "RTF"),
        FileKind::Mht => words(html::read_message(bytes)?, "MHT"),
        FileKind::Text => {
            let decoded = decode::decode(bytes)?;
            Ok((layout::Text { text: decoded.text, ..layout::Text::default() }, decoded.encoding))
        }
        kind => Err(ImportError::NotRead(kind)),
    }?;
    if text.text.len() > LONGEST { Err(ImportError::TooLong) } else { Ok((text, format)) }
}

/// Checks that a text extracted from a file is legible.
fn words(text: layout::Text, format: &'static str) -> Result<(layout::Text, &'static str), ImportError> {
    decode::check(&text.text)?;
    Ok((text, format))
}

/// Converts a text to clean lines.
fn prepare(text: &str, layouts: &[layout::Layout]) -> (clean::Cleaned, Option<Doubt>) {
    let mut cleaned = clean::clean(text, layouts);
    contents::drop_contents(&mut cleaned);
    let in_table = table::inside(&cleaned.lines);
    clean::drop_page_furniture(&mut cleaned, &in_table);
    clean::drop_glued_pages(&mut cleaned);
    let (lines, cut) = unroll::unroll(box_title::settle(opening::settle(std::mem::take(&mut cleaned.lines))));
    // Titles of boxes within a line of several paragraphs can only be found after splitting it.
    cleaned.lines = if cut.is_empty() { lines } else { box_title::settle(lines) };
    sequence::settle(&mut cleaned);
    let parted = cut.first().map(|line| Doubt::at(*line, DoubtKind::LostLineBreaks { count: cut.len() }));
    (cleaned, parted)
}

/// Returns a single doubt for all removed text.
fn dropped_doubt(leftovers: &[Paragraph]) -> Option<Doubt> {
    let first = leftovers.first()?;
    let mut samples: Vec<String> = Vec::new();
    for leftover in leftovers {
        let sample: String = leftover.text.chars().take(12).collect();
        if !samples.contains(&sample) && samples.len() < 4 {
            samples.push(sample);
        }
    }
    Some(Doubt { lines: first.lines, kind: DoubtKind::Leftovers { count: leftovers.len(), samples } })
}

/// Creates plans from texts.
struct Reader<'a> {
    source: &'a Source,
    notice: Option<&'a Notice>,
    departments: &'a Departments,
    first_named_leads: bool,
    /// The term of plans whose titles do not give it.
    term: Option<Term>,
    ids: Vec<PlanId>,
}

impl Reader<'_> {
    fn plan(&mut self, mut body: front::Body) -> Result<Plan, ImportError> {
        heading::restore(&mut body.blocks, &mut body.doubts);
        let facts = region::facts(&mut body, self.notice, &self.source.file, self.term);
        let id = self.fresh_id(&facts)?;
        let terms = compose::Terms {
            id: &id,
            title: &facts.title,
            region: &facts.region,
            term: facts.term,
            issued: self.notice.and_then(|notice| notice.date.as_deref()).and_then(identity::year_of_date),
            departments: self.departments,
            of_province: facts.region.tier() == Some(Tier::Province),
            first_named_leads: self.first_named_leads,
        };
        let parts = compose::compose(tree::build(&body.blocks), &terms);
        let mut doubts = body.doubts;
        doubts.extend(parts.doubts);
        doubts.sort_by_key(|doubt| doubt.lines.first);
        Ok(Plan {
            title: facts.title,
            region: facts.region,
            sector: facts.sector,
            edition: body.edition.unwrap_or(Edition::Issued),
            notice: self.notice.cloned().map(Arc::new),
            source: self.source.clone(),
            outline: parts.outline.into(),
            tasks: parts.tasks.into(),
            boxes: parts.boxes.into(),
            indicators: parts.indicators.into(),
            doubts: doubts.into(),
            ..Plan::new(id, facts.term)
        })
    }

    /// Returns an id that no other plan of this document has.
    fn fresh_id(&mut self, facts: &region::Facts) -> Result<PlanId, ImportError> {
        let mut number = 1;
        loop {
            let id = identity::plan_id(&facts.region, &facts.sector, facts.term, number)?;
            if !self.ids.contains(&id) {
                self.ids.push(id.clone());
                return Ok(id);
            }
            number += 1;
        }
    }
}
