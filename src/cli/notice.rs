//! `notice`: supervision notices (督办单) to departments.

use std::path::Path;

use crate::export::sheet::{Cell, Sheet};
use crate::export::xlsx;
use crate::report::Format;
use crate::report::model::GAP;
use crate::report::notice::{Notice, notices};
use crate::text::Language;
use crate::text::clean::shown_path;

use super::args::{NoticeArguments, NoticeForm};
use super::export::failed;
use super::failure::Failure;
use super::files;
use super::filter;
use super::invocation::Invocation;
use super::periods::Periods;

/// Writes notices.
pub(super) fn run(invocation: &Invocation, arguments: &NoticeArguments) -> Result<(), Failure> {
    let form = arguments.to.as_deref().map(|to| form_of(invocation, to)).transpose()?;
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let periods = Periods::chosen(invocation, &desk, &arguments.in_period)?;
    let dossiers = filter::dossiers_in(&snapshot, &arguments.of, &periods, invocation.language)?;
    let department = arguments.department.as_deref().map(|name| snapshot.departments().canonical(name.trim()));
    let mut notices = notices(&dossiers, &|term| periods.of(term));
    if let Some(nobodys) = notices.iter().find(|notice| notice.department.is_empty()) {
        let count = nobodys.items.len();
        invocation.note(&invocation.words(
            format!("注意：另有 {count} 项需督办而没有牵头单位，未列入督办单；用 plandesk assign 分派"),
            format!("note: {count} more are outstanding and have no lead; `plandesk assign` divides them"),
        ));
    }
    notices.retain(|notice| match department {
        Some(department) => notice.department == department,
        None => !notice.department.is_empty(),
    });
    if notices.is_empty() {
        return Err(Failure::Failed(invocation.words("没有需督办的事项", "there is nothing outstanding")));
    }
    match (&arguments.to, &arguments.to_folder, form) {
        (Some(to), _, Some(form)) => one_file(invocation, &notices, to, form, arguments.force),
        (_, Some(folder), _) => folder_of_files(invocation, &notices, folder, arguments),
        _ => Ok(()),
    }
}

fn form_of(invocation: &Invocation, to: &Path) -> Result<NoticeForm, Failure> {
    match to.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase().as_str() {
        "docx" => Ok(NoticeForm::Docx),
        "md" | "markdown" => Ok(NoticeForm::Md),
        "xlsx" => Ok(NoticeForm::Xlsx),
        _ => {
            let file = shown_path(to);
            Err(Failure::Usage(invocation.words(
                format!("--to：“{file}”须以 .docx、.md 或 .xlsx 结尾"),
                format!("--to: “{file}” must end in .docx, .md or .xlsx"),
            )))
        }
    }
}

fn one_file(
    invocation: &Invocation,
    notices: &[Notice],
    to: &Path,
    form: NoticeForm,
    force: bool,
) -> Result<(), Failure> {
    if form == NoticeForm::Docx && notices.len() > 1 {
        return Err(Failure::Usage(invocation.words(
            "一个 .docx 只写一个单位的督办单；请用 --department，或用 --to-folder 每个单位写一个文件",
            "a .docx is the notice to one department; use --department, or --to-folder for one file each",
        )));
    }
    files::write(invocation, to, &bytes(invocation, notices, form)?, force)?;
    told(invocation, to, notices);
    Ok(())
}

fn folder_of_files(
    invocation: &Invocation,
    notices: &[Notice],
    folder: &Path,
    arguments: &NoticeArguments,
) -> Result<(), Failure> {
    let ending = match arguments.form {
        NoticeForm::Docx => "docx",
        NoticeForm::Md => "md",
        NoticeForm::Xlsx => "xlsx",
    };
    files::make_folder(invocation, folder)?;
    let mut names = xlsx::Names::default();
    for notice in notices {
        let path = folder.join(format!("{}.{ending}", names.file(&format!("督办单-{}", notice.department))));
        let one = std::slice::from_ref(notice);
        files::write(invocation, &path, &bytes(invocation, one, arguments.form)?, arguments.force)?;
        told(invocation, &path, one);
    }
    Ok(())
}

fn told(invocation: &Invocation, path: &Path, notices: &[Notice]) {
    let (file, items) = (shown_path(path), notices.iter().map(|notice| notice.items.len()).sum::<usize>());
    invocation.note(&invocation.words(format!("已写入 {items} 项：{file}"), format!("wrote {items} items to {file}")));
}

fn bytes(invocation: &Invocation, notices: &[Notice], form: NoticeForm) -> Result<Vec<u8>, Failure> {
    let today = jiff::Zoned::now().date();
    let written = |format: Format| -> Result<Vec<u8>, Failure> {
        let mut all = Vec::new();
        for notice in notices {
            let bytes = notice.report(today).bytes(format);
            all.extend(bytes.map_err(|error| Failure::Failed(error.text(invocation.language)))?);
        }
        Ok(all)
    };
    match form {
        NoticeForm::Docx => written(Format::Docx),
        NoticeForm::Md => written(Format::Markdown),
        NoticeForm::Xlsx => {
            let sheets = notices.iter().map(sheet).collect();
            xlsx::book(sheets, Language::Zh).map_err(|error| failed(invocation, &error))
        }
    }
}

/// The list of a notice as a sheet, under its department's name.
fn sheet(notice: &Notice) -> (String, String, Sheet) {
    let table = notice.table();
    let cell = |text: &String| if text == GAP { Cell::Empty } else { Cell::figure(text) };
    let sheet = Sheet {
        title: table.caption,
        headings: table.columns.iter().map(|column| column.heading.clone()).collect(),
        rows: table.rows.iter().map(|row| row.iter().map(cell).collect()).collect(),
    };
    (notice.department.clone(), table.notes.join(""), sheet)
}
