//! What each feature of a Word file becomes, and what broken and hostile files are told.

use super::sample::*;
use super::*;

fn lines(docx: &Docx) -> Vec<String> {
    read(&docx.bytes()).unwrap().text.split('\n').map(str::to_string).collect()
}

fn text(body: &str) -> String {
    lines(&Docx::of(body)).join("|")
}

fn doubts(docx: &Docx) -> Vec<String> {
    read(&docx.bytes()).unwrap().doubts.into_iter().map(|doubt| doubt.what).collect()
}

#[test]
fn placeholder() {
    assert_eq!(text(&p("甲")), "甲");
}
