//! Very long inputs of each kind, whose processing time must be proportional to their length.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::sync::{Arc, LazyLock};

use plandesk::desk::access::Gate;
use plandesk::import::{self, spreadsheet};
use plandesk::keymap::{Keymap, Preset};
use plandesk::plan::Departments;
use plandesk::search::Query;
use plandesk::store::Store;
use plandesk::text::settings_file;

static DEPARTMENTS: LazyLock<Arc<Departments>> = LazyLock::new(|| Arc::new(Departments::bundled()));

/// A kind of input.
pub struct Input {
    /// Its name.
    pub name: &'static str,
    /// The text at the beginning.
    pub head: &'static str,
    /// The repeated text; `#` is replaced by the number of the repetition.
    pub piece: &'static str,
    /// The function that reads it.
    pub read: fn(&str),
}

impl Input {
    const fn new(name: &'static str, head: &'static str, piece: &'static str, read: fn(&str)) -> Input {
        Input { name, head, piece, read }
    }

    /// Returns an input with about this many bytes.
    pub fn of(&self, bytes: usize) -> String {
        let mut text = self.head.to_string();
        for number in 0.. {
            if text.len() >= bytes {
                break;
            }
            text.push_str(&self.piece.replace('#', &number.to_string()));
        }
        text
    }
}

/// All kinds except documents, which are in [`DOCUMENTS`].
pub const INPUTS: &[Input] = &[
    Input::new("keymap of =", "", "=", keymap),
    Input::new("keymap of line feeds", "", "\n", keymap),
    Input::new("keymap of settings that nobody knows", "", "setting# = 1\n", keymap),
    Input::new("keymap of scopes that nobody knows", "", "[scope#]\n", keymap),
    Input::new("keymap of keys that nobody knows", "[global]\n", "\"Ctlr-#\" = \"quit\"\n", keymap),
    Input::new("keymap of actions that nobody knows", "[global]\n", "\"a#\" = \"quti\"\n", keymap),
    Input::new("keymap of brackets", "", "[", keymap),
    Input::new("access of =", "", "=", access),
    Input::new("access of line feeds", "", "\n", access),
    Input::new("access of people", "", "[[person]]\nname = \"甲#\"\nunix = \"u#\"\nrole = \"viewer\"\n", access),
    Input::new("access of people without a role", "", "[[person]]\nname = \"甲#\"\nunix = \"u#\"\n", access),
    Input::new(
        "access of departments that nobody knows",
        "",
        "[[person]]\nname = \"甲#\"\nunix = \"u#\"\nrole = \"reporter\"\ndepartment = \"民政居#\"\n",
        access,
    ),
    Input::new("access of one person's keys", "[[person]]\nname = \"甲\"\nkey = [", "\"SHA256:#\",", access),
    Input::new("backup of one line", "{\"plandesk\":\"journal\"", "x", backup),
    Input::new("backup of empty lines", "", "\n", backup),
    Input::new("query of words", "", "-a ", query),
    Input::new("query of letters", "", "残", query),
    Input::new("query of quotation marks", "", "\"", query),
    Input::new("query of filters", "", "is:late ", query),
    Input::new("list of rows", "id,进展情况\n", "a-2025/t#,好\n", list),
    Input::new("list of cells", "id,进展情况\n", "好,", list),
    Input::new("list of quotation marks", "id,进展情况\n", "\"", list),
];

/// Documents, which take more time per byte.
pub const DOCUMENTS: &[Input] = &[
    Input::new("document of tabs", "", "\t", document),
    Input::new("document of =", "", "=", document),
    Input::new("document of deadlines in one line", "一、任务\n1.", "2025年底前完成，", document),
    Input::new("document of cells of a table", "专栏1 主要指标\n", "\t指标#\n", document),
    Input::new("document of tasks", "一、任务\n", "1.推动第#项工作。\n", document),
    Input::new("document of rows of a table", "专栏1 主要指标\n", "指标#\t2020年\t95%\t预期性\n", document),
    Input::new(
        "document of tables that cannot be read",
        "一、任务\n",
        "项目\t甲\t乙\n#\t甲\t乙\n文字到此。\n",
        document,
    ),
    Input::new("document of cells on lines", "一、任务\n", "主要指标\n序号\n单位\n甲#\n文字到此，完。\n", document),
    Input::new("document of lists of departments", "一、任务\n", "1.办好。（民政局、财政局，各乡镇）\n", document),
    Input::new("document of labelled lines", "一、任务\n1.办好。\n", "牵头单位：民政局\n", document),
    Input::new("document of chapters", "", "第一章 任务#\n", document),
    Input::new("document of headings without a number", "第一章 任务\n", "加强第#项工作\n", document),
    Input::new("document of boxes", "第一章 任务\n", "专栏# 项目\n1.培训项目。\n", document),
    Input::new("page of paragraphs", "<html><body>", "<p>（一）推动第#项工作。</p>", document),
    Input::new("page of cells", "<html><body><table>", "<tr><td>指标#<td>2020年<td>95%<td>预期性", document),
    Input::new("page of open elements", "<html><body>", "<b id=#><p>工作", document),
    Input::new("page of open tables", "<html><body>", "<table><tr><td>", document),
    Input::new("RTF of groups", "{\\rtf1\\ansi\\ansicpg936 ", "{\\u20219? \\par}", document),
    Input::new("RTF of open groups", "{\\rtf1\\ansi ", "{", document),
    Input::new("RTF of cells", "{\\rtf1\\ansi ", "\\trowd\\cellx1000 #\\cell\\row", document),
    Input::new(
        "saved page of open parts",
        "From: a\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=\"b\"\n\n",
        "--b\nContent-Type: multipart/related; boundary=\"b#\"\n\n",
        document,
    ),
    Input::new(
        "flat Word XML of paragraphs",
        "<?xml version='1.0'?><w:wordDocument xmlns:w='http://schemas.microsoft.com/office/word/2003/wordml'><w:body>",
        "<w:p><w:r><w:t>第#项工作。</w:t></w:r></w:p>",
        document,
    ),
    Input::new("PDF of open arrays", "%PDF-1.7\n1 0 obj\n", "[", document),
    Input::new("PDF of objects", "%PDF-1.7\n", "# 0 obj <</Type/Page/Parent # 0 R/Kids[# 0 R]>> endobj\n", document),
];

fn keymap(text: &str) {
    let Ok(text) = settings_file::read(text.as_bytes()) else { return };
    let (_, problems) = Keymap::load(Preset::Default, Some(("keys.toml", &text)));
    assert!(problems.len() <= 200, "{}", problems.len());
}

fn access(text: &str) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("access.toml");
    fs::write(&file, text).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    let _ = Gate::of(folder.path(), Arc::clone(&DEPARTMENTS), |_| false).access();
}

fn backup(text: &str) {
    assert!(Store::check_backup(&mut text.as_bytes()).is_err());
}

fn query(text: &str) {
    let _ = Query::parse(text);
}

fn list(text: &str) {
    let _ = spreadsheet::read("list.csv", text.as_bytes());
}

fn document(text: &str) {
    let _ = import::read("甲.txt", text.as_bytes(), &DEPARTMENTS);
}
