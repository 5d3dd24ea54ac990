//! A chooser of files: a folder, the files in it that fit what is typed, and the way into other folders.

use std::path::PathBuf;

use ratatui::layout::{Position, Rect, Size};

use super::prompt::end_of;
use super::{Hint, PopUp, centred, paste};
use crate::action::{Action, Scope};
use crate::keymap::{Key, KeyCode};
use crate::office::client::Entry;
use crate::text::clean::shown_path;
use crate::text::width::wrap;
use crate::tui::state::State;
use crate::tui::state::field::Field;
use crate::tui::state::import::{Folder, Reading};
use crate::tui::state::list::{List, Moves, go};
use crate::tui::state::tasks::fits;
use crate::tui::theme::Meaning;
use crate::tui::update::{Effect, import};
use crate::tui::view::canvas::{Canvas, columns};
use crate::tui::words::Word;

/// The rows of the frame, the folder, and the name that is typed.
const AROUND: u16 = 4;

/// The typed name of the folder above.
const ABOVE: &str = "../";

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Row {
    /// The folder above.
    Above,
    /// A file or folder.
    Entry(Entry),
}

impl Row {
    fn name(&self) -> String {
        match self {
            Row::Above => ABOVE.to_string(),
            Row::Entry(entry) if entry.is_folder => shown_path(&entry.name) + "/",
            Row::Entry(entry) => shown_path(&entry.name),
        }
    }
}

/// The pop-up.
#[derive(Debug, Clone)]
pub struct FileChooser {
    folder: Folder,
    /// The name, or the beginning of a path, that is typed.
    typed: Field,
    /// The entries that fit.
    list: List<Row>,
    marked: Vec<PathBuf>,
    /// Why the folder can't be listed, or nothing can be chosen.
    fault: Option<String>,
}

/// Opens the chooser in the person's own folder. Where no file can be opened, asks for the text instead.
pub fn open(state: &mut State) -> Vec<Effect> {
    if !state.opens_files {
        return paste::open(state);
    }
    let folder = Folder { path: PathBuf::new(), entries: Vec::new() };
    let (typed, list) = (Field::line(""), List::default());
    state.open(FileChooser { folder, typed, list, marked: Vec::new(), fault: None });
    vec![Effect::ListFolder { within: None, typed: "./".to_string() }]
}

impl FileChooser {
    /// Shows a folder, or why it can't be listed.
    pub fn show(&mut self, listed: Result<Folder, String>) {
        match listed {
            Ok(mut folder) => {
                folder.entries.sort_by(|one, other| {
                    (!one.is_folder, one.name.to_ascii_lowercase())
                        .cmp(&(!other.is_folder, other.name.to_ascii_lowercase()))
                });
                self.folder = folder;
                self.typed = Field::line("");
                self.fault = None;
                self.narrow();
                self.list.go_to(usize::from(self.list.rows().len() > 1));
            }
            Err(why) => self.fault = Some(why),
        }
    }

    fn narrow(&mut self) {
        let typed = self.typed.text().trim().to_string();
        let is_wanted = |row: &Row| typed.split_whitespace().all(|word| is_like(row, word));
        let above = self.folder.path.parent().map(|_| Row::Above).filter(|_| typed.is_empty());
        let entries = self.folder.entries.iter().cloned().map(Row::Entry).filter(is_wanted);
        let rows = above.into_iter().chain(entries).collect();
        self.list.replace(rows, |_| false);
        self.list.go_to(0);
    }

    /// Goes into another folder, by what is typed or by a name in this one.
    fn enter(&self, typed: String) -> Vec<Effect> {
        vec![Effect::ListFolder { within: Some(self.folder.path.clone()), typed }]
    }

    fn enter_entry(&self, entry: &Entry) -> Vec<Effect> {
        vec![Effect::ListFolder { within: Some(self.path(entry)), typed: "./".to_string() }]
    }

    fn path(&self, entry: &Entry) -> PathBuf {
        self.folder.path.join(&entry.name)
    }

    /// Returns the files in the list.
    fn files(&self) -> Vec<PathBuf> {
        let rows = self.list.rows().iter();
        let files = rows.filter_map(|row| match row {
            Row::Entry(entry) if !entry.is_folder => Some(self.path(entry)),
            _ => None,
        });
        files.collect()
    }

    fn mark(&mut self) {
        if let Some(Row::Entry(entry)) = self.list.current()
            && !entry.is_folder
        {
            let path = self.path(entry);
            match self.marked.iter().position(|marked| *marked == path) {
                Some(at) => drop(self.marked.remove(at)),
                None => self.marked.push(path),
            }
        }
        self.list.move_by(1);
    }

    fn mark_all(&mut self) {
        let files = self.files();
        let is_all = files.iter().all(|file| self.marked.contains(file));
        self.marked.retain(|marked| !files.contains(marked));
        if !is_all {
            self.marked.extend(files);
        }
    }

    /// Completes what is typed as far as all that begins so agrees; a folder that alone is left is gone into.
    fn complete(&mut self) -> Vec<Effect> {
        if let [Row::Entry(only)] = self.list.rows()
            && only.is_folder
        {
            return self.enter_entry(only);
        }
        let typed = self.typed.text().to_string();
        let names: Vec<String> = self.list.rows().iter().map(Row::name).collect();
        let beginning: Vec<&String> = names.iter().filter(|name| name.starts_with(&typed)).collect();
        let completed = match (&names[..], &beginning[..]) {
            ([only], _) => only.clone(),
            (_, [first, others @ ..]) => {
                let agrees = |end: &usize| {
                    first.get(..*end).is_some_and(|begin| others.iter().all(|other| other.starts_with(begin)))
                };
                let end = (typed.len()..=first.len()).rev().find(agrees).unwrap_or(typed.len());
                first[..end].to_string()
            }
            _ => return Vec::new(),
        };
        self.typed = Field::line(&completed);
        self.narrow();
        Vec::new()
    }

    /// Returns what Enter does: goes into a folder, or chooses files.
    fn choose(&mut self) -> Vec<Effect> {
        let typed = self.typed.text().trim().trim_matches(['\'', '"']).to_string();
        if !self.marked.is_empty() {
            return vec![Effect::Read(Reading::Files(self.marked.clone()).into())];
        }
        match self.list.current() {
            Some(Row::Above) => self.enter(ABOVE.to_string()),
            Some(Row::Entry(entry)) if entry.is_folder => self.enter_entry(entry),
            Some(Row::Entry(entry)) => vec![Effect::Read(Reading::Files(vec![self.path(entry)]).into())],
            None if typed.is_empty() => Vec::new(),
            // A name that is not listed, such as a path that was pasted.
            None => vec![Effect::Read(Reading::Typed { within: self.folder.path.clone(), typed }.into())],
        }
    }
}

/// Returns true if a row is one that a word may mean: by its name, in any case, or in pinyin.
fn is_like(row: &Row, word: &str) -> bool {
    let name = row.name();
    fits(&name, word) || name.to_lowercase().contains(&word.to_lowercase())
}

impl PopUp for FileChooser {
    fn scope(&self) -> Scope {
        Scope::Files
    }

    fn area(&self, screen: Size) -> Rect {
        centred(screen, 78, screen.height.saturating_sub(4))
    }

    fn settle(&mut self, area: Rect, state: &State) {
        let fault = faults(self.fault.as_deref(), area, state).len();
        self.list.set_height(usize::from(area.height.saturating_sub(AROUND)).saturating_sub(fault));
    }

    /// A pasted line is a name or a path; a longer text is a document.
    fn paste(mut self: Box<Self>, state: &mut State, text: &str) -> Vec<Effect> {
        if text.trim_end().contains('\n') {
            state.keep(self);
            return paste::open_with(state, text);
        }
        self.typed.insert(text.trim());
        self.narrow();
        state.keep(self)
    }

    fn edit(mut self: Box<Self>, state: &mut State, key: Key) -> Vec<Effect> {
        self.fault = None;
        let mut effects = Vec::new();
        if key.code == KeyCode::Backspace && self.typed.is_empty() {
            effects = self.enter(ABOVE.to_string());
        } else if self.typed.edit(key) {
            self.narrow();
            if key.text() == Some('/') {
                effects = self.enter(self.typed.text().to_string());
            }
        }
        state.keep(self);
        effects
    }

    fn act(mut self: Box<Self>, state: &mut State, action: Action) -> Vec<Effect> {
        let effects = match action {
            Action::Back => return Vec::new(),
            Action::Open => self.choose(),
            Action::Complete => self.complete(),
            Action::Mark => {
                self.mark();
                Vec::new()
            }
            Action::MarkAll => {
                self.mark_all();
                Vec::new()
            }
            _ => {
                go(&mut self.list, action);
                Vec::new()
            }
        };
        state.keep(self);
        import::begin(state, effects)
    }

    fn draw(&self, canvas: &mut Canvas<'_>, state: &State, area: Rect) {
        let inner = canvas.frame(area, state.say(Word::ChooseFiles));
        if inner.height < 3 {
            return;
        }
        let path = shown_path(&self.folder.path);
        let marked = self.marked.len();
        let marked = if marked > 0 { format!("  {} {marked}", state.say(Word::Marked)) } else { String::new() };
        let room = inner.width.saturating_sub(canvas.width(&marked));
        let taken = canvas.put(inner.x, inner.y, room, end_of(canvas, &path, room), Meaning::Muted);
        canvas.put(inner.x + taken, inner.y, inner.width - taken, &marked, Meaning::Marked);
        let (before, after) = self.typed.parts();
        let before = end_of(canvas, before, inner.width.saturating_sub(3));
        let y = inner.y + 1;
        let taken = canvas.put_pieces(inner.x, y, inner.width, &[("/ ", Meaning::Key), (before, Meaning::Title)]);
        canvas.set_caret(Position::new(inner.x + taken, y));
        canvas.put(inner.x + taken, y, inner.width.saturating_sub(taken), after, Meaning::Title);
        let faults = faults(self.fault.as_deref(), area, state);
        let bottom = inner.bottom().saturating_sub(columns(faults.len()));
        for (y, (row, here)) in (inner.y + 2..bottom).zip(self.list.window()) {
            self.draw_row(canvas, Rect { y, height: 1, ..inner }, row, here);
        }
        for (y, line) in (bottom..inner.bottom()).zip(&faults) {
            canvas.put(inner.x, y, inner.width, line, Meaning::Bad);
        }
    }

    fn hint(&self, action: Action) -> Hint {
        match action {
            Action::Open => Hint::Word(Word::Read),
            Action::Complete => Hint::Word(Word::Complete),
            _ => Hint::Usual,
        }
    }
}

impl FileChooser {
    fn draw_row(&self, canvas: &mut Canvas<'_>, line: Rect, row: &Row, here: bool) {
        let sign = if here { canvas.signs.cursor } else { " " };
        canvas.put(line.x, line.y, 1, sign, Meaning::Key);
        let is_marked = matches!(row, Row::Entry(entry) if self.marked.contains(&self.path(entry)));
        if is_marked {
            let sign = canvas.signs.marked;
            canvas.put(line.x + 1, line.y, 1, sign, Meaning::Marked);
        }
        let is_folder = matches!(row, Row::Above) || matches!(row, Row::Entry(entry) if entry.is_folder);
        let meaning = match (here, is_folder) {
            (true, _) => Meaning::Cursor,
            (_, true) => Meaning::Active,
            _ => Meaning::Plain,
        };
        canvas.put(line.x + 3, line.y, line.width.saturating_sub(3), &row.name(), meaning);
    }
}

fn faults(fault: Option<&str>, area: Rect, state: &State) -> Vec<String> {
    let room = usize::from(area.width.saturating_sub(4)).max(2);
    fault.map(|why| wrap(&format!("! {why}"), room, state.ambiguous)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chooser(names: &[&str]) -> FileChooser {
        let entry = |name: &&str| Entry { name: name.trim_end_matches('/').into(), is_folder: name.ends_with('/') };
        let folder = Folder { path: "/home/li".into(), entries: names.iter().map(entry).collect() };
        let empty = Folder { path: PathBuf::new(), entries: Vec::new() };
        let mut chooser = FileChooser {
            folder: empty,
            typed: Field::line(""),
            list: List::default(),
            marked: Vec::new(),
            fault: None,
        };
        chooser.list.set_height(20);
        chooser.show(Ok(folder));
        chooser
    }

    fn names(chooser: &FileChooser) -> Vec<String> {
        chooser.list.rows().iter().map(Row::name).collect()
    }

    #[test]
    fn folders_come_first_and_what_is_typed_narrows_the_list_also_in_pinyin() {
        let mut chooser = chooser(&["残疾人规划.txt", "b.docx", "A.docx", "归档/"]);
        assert_eq!(names(&chooser), ["../", "归档/", "A.docx", "b.docx", "残疾人规划.txt"]);
        for (typed, left) in [("cjr", &["残疾人规划.txt"][..]), ("a.d", &["A.docx"]), ("docx", &["A.docx", "b.docx"])]
        {
            chooser.typed = Field::line(typed);
            chooser.narrow();
            assert_eq!(names(&chooser), left, "{typed}");
        }
    }

    #[test]
    fn tab_completes_as_far_as_names_agree_and_goes_into_a_folder_that_is_alone() {
        let mut chooser = chooser(&["规划甲.txt", "规划乙.txt", "归档/"]);
        for (typed, completed) in [("规", "规划"), ("规划乙", "规划乙.txt"), ("x", "x")] {
            chooser.typed = Field::line(typed);
            chooser.narrow();
            assert_eq!(chooser.complete(), []);
            assert_eq!(chooser.typed.text(), completed);
        }
        chooser.typed = Field::line("gd");
        chooser.narrow();
        let entered = Effect::ListFolder { within: Some("/home/li/归档".into()), typed: "./".into() };
        assert_eq!(chooser.complete(), [entered]);
    }
}
