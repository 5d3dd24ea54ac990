//! Lists that LibreOffice has resaved, if it is installed.

use std::path::Path;

use plandesk::desk::BothChanged;
use plandesk::export::Format;

use crate::support::programs::converted;
use crate::support::xlsx::{Book, Office, told, why_not};

/// Returns the list as resaved by LibreOffice, or `None` without a LibreOffice that has a spreadsheet program.
fn saved_again(bytes: &[u8], folder: &Path) -> Option<Vec<u8>> {
    converted(folder, "list.xlsx", bytes, None, "xlsx")
}

#[test]
fn a_list_resaved_by_libreoffice_is_returned_without_findings() {
    let folder = tempfile::tempdir().unwrap();
    let office = Office::open();
    let Some(again) = saved_again(&office.tasks(Format::Xlsx), folder.path()) else { return };
    let taken = office.preview(&again);
    assert_eq!((told(&taken), why_not(&taken), taken.rows), (vec![], vec![], 60));

    let filled = Book::open(&again).fill("tongxin-cjr-2025/t1", "状态", "已完成").fill_number(
        "tongxin-cjr-2025/t1",
        "进度",
        100.0,
    );
    let Some(again) = saved_again(&filled.save(), folder.path()) else { return };
    let taken = office.take_back(&again, BothChanged::Keep);
    assert_eq!(told(&taken), ["tongxin-cjr-2025/t1 状态: - → 已完成", "tongxin-cjr-2025/t1 进度: - → 100"]);

    let Some(indicators) = saved_again(&office.indicators(), folder.path()) else { return };
    let taken = office.preview(&indicators);
    assert_eq!((told(&taken), why_not(&taken)), (vec![], vec![]));
}
