//! The fuzz targets: for each kind of input, a property that holds for any bytes.

pub mod access;
pub mod backup;
pub mod csv_list;
pub mod document;
pub mod formats;
pub mod frame;
pub mod input;
pub mod journal;
pub mod keymap;
pub mod query;
mod sealed;
pub mod session;
pub mod target;
pub mod word;
pub mod workbook;

/// A check of a property for some bytes; panics if it does not hold.
pub type Target = fn(&[u8]);

/// All targets by name.
pub const ALL: [(&str, Target); 23] = [
    ("access", access::hold),
    ("attachments", formats::attachments),
    ("backup", backup::hold),
    ("csv_list", csv_list::hold),
    ("doc", formats::document),
    ("document", document::hold),
    ("frame", frame::hold),
    ("html", formats::document),
    ("input", input::hold),
    ("journal", journal::hold),
    ("keymap", keymap::hold),
    ("mht", formats::document),
    ("odt", formats::odt),
    ("ofd", formats::ofd),
    ("pdf", formats::document),
    ("query", query::hold),
    ("rtf", formats::document),
    ("session", session::hold),
    ("sheets", formats::list),
    ("target", target::hold),
    ("word", word::hold),
    ("word_xml", formats::document),
    ("workbook", workbook::hold),
];

/// Returns the target with a name.
pub fn named(name: &str) -> Target {
    ALL.iter().find(|(known, _)| *known == name).expect("a target of that name").1
}
