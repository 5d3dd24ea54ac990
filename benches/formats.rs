//! Measures the time to read a document in the file formats of plans, beside `pdftotext -layout` for PDF. LibreOffice
//! generates the files from a repeated bundled plan; without it, only the other formats are measured.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a bench that can't go on says so by a panic"
)]

use std::io::{Cursor, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use plandesk::import;
use plandesk::plan::Departments;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const ROUNDS: usize = 11;
/// The length of a document's text in bytes.
const TEXT: usize = 200_000;
/// The length of a text that fills about 100 pages of a PDF.
const PAGES_TEXT: usize = 170_000;

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let plan = include_str!("../data/plans/changji.txt");
    let text = |bytes: usize| plan.repeat(bytes.div_ceil(plan.len()));
    let departments = Departments::bundled();
    let read = |name: &str, bytes: &[u8]| median(|| drop(import::read(name, bytes, &departments).expect("a plan")));
    let tell = |what: &str, bytes: &[u8], took: Duration| {
        println!("import, {what} ({} kB): median {:.1} ms", bytes.len() / 1000, took.as_secs_f64() * 1000.0);
    };
    let page = html(&text(TEXT));
    tell("HTML of 200 kB of text", page.as_bytes(), read("a.html", page.as_bytes()));
    let fixed = ofd(&text(TEXT));
    tell("OFD of 200 kB of text", &fixed, read("a.ofd", &fixed));
    if let Some(doc) = converted(folder.path(), &page, "doc") {
        tell("DOC of 200 kB of text", &doc, read("a.doc", &doc));
    }
    if let Some(docx) = converted(folder.path(), &page, "docx") {
        tell("DOCX of 200 kB of text", &docx, read("a.docx", &docx));
    }
    if let Some(pdf) = converted(folder.path(), &html(&text(PAGES_TEXT)), "pdf") {
        let took = read("a.pdf", &pdf);
        tell("PDF", &pdf, took);
        beside_pdftotext(&folder.path().join("out/plan.pdf"), took);
    }
}

/// Prints the time that Poppler takes for the same file.
fn beside_pdftotext(file: &Path, took: Duration) {
    let told = Command::new("pdfinfo").arg(file).output().ok();
    let told = told.map(|told| String::from_utf8_lossy(&told.stdout).into_owned()).unwrap_or_default();
    let pages = told.lines().find_map(|line| line.strip_prefix("Pages:")).unwrap_or("?").trim();
    if Command::new("pdftotext").arg("-v").stderr(Stdio::null()).status().is_err() {
        return println!("pdftotext: not measured, since it is not here");
    }
    let beside = median(|| {
        let ran = Command::new("pdftotext").arg("-layout").arg(file).arg("-").stdout(Stdio::null()).status();
        assert!(ran.unwrap().success());
    });
    let ratio = took.as_secs_f64() / beside.as_secs_f64();
    println!(
        "pdftotext -layout, {pages} pages: median {:.1} ms; import takes {ratio:.2} times that",
        beside.as_secs_f64() * 1000.0
    );
}

fn median(mut work: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .collect();
    times.sort();
    times[ROUNDS / 2]
}

fn html(text: &str) -> String {
    let lines: String = text.lines().map(|line| format!("<p>{}</p>\n", line.replace('\t', " "))).collect();
    format!("<!DOCTYPE html><html><head><meta charset=\"utf-8\"></head><body>\n{lines}</body></html>")
}

/// Returns an OFD file with the lines of a text, forty characters in a line and forty lines on a page.
fn ofd(text: &str) -> Vec<u8> {
    let space = "xmlns:ofd=\"http://www.ofdspec.org/2016\"";
    let lines: Vec<String> = text
        .lines()
        .flat_map(|line| {
            let chars: Vec<char> = format!("\u{3000}\u{3000}{}", line.replace('\t', " ")).chars().collect();
            chars.chunks(40).map(|line| line.iter().collect::<String>()).collect::<Vec<_>>()
        })
        .collect();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut part = |name: &str, content: String| {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    };
    let pages: Vec<&[String]> = lines.chunks(40).collect();
    part(
        "OFD.xml",
        format!("<ofd:OFD {space}><ofd:DocBody><ofd:DocRoot>D/D.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"),
    );
    let listed: String = (0..pages.len()).map(|n| format!("<ofd:Page ID=\"{n}\" BaseLoc=\"P{n}.xml\"/>")).collect();
    part("D/D.xml", format!("<ofd:Document {space}><ofd:Pages>{listed}</ofd:Pages></ofd:Document>"));
    for (n, page) in pages.iter().enumerate() {
        let objects = page.iter().enumerate().map(|(row, line)| {
            let words = line.replace('&', "&amp;").replace('<', "&lt;");
            format!(
                "<ofd:TextObject Boundary=\"20 {} 170 5\" Size=\"4\"><ofd:TextCode X=\"0\" Y=\"4\" DeltaX=\"g {} 4\">{words}</ofd:TextCode></ofd:TextObject>",
                20 + row * 6,
                line.chars().count().saturating_sub(1)
            )
        });
        let objects: String = objects.collect();
        part(
            &format!("D/P{n}.xml"),
            format!("<ofd:Page {space}><ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>"),
        );
    }
    zip.finish().unwrap().into_inner()
}

/// Returns a page saved by LibreOffice in another format.
fn converted(folder: &Path, page: &str, form: &str) -> Option<Vec<u8>> {
    let file = folder.join("plan.html");
    std::fs::write(&file, page).unwrap();
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let out = folder.join("out");
    let filter = if form == "pdf" { "pdf:writer_web_pdf_Export" } else { form };
    let mut command = Command::new("soffice");
    command.args([&profile, "--headless"]);
    // LibreOffice must open it as a text, since web pages can only be saved as pages.
    command.args((form != "pdf").then_some("--infilter=HTML (StarWriter)"));
    command.args(["--convert-to", filter, "--outdir"]).arg(&out).arg(&file);
    let made = command.stdout(Stdio::null()).stderr(Stdio::null()).status().ok();
    let bytes = made.and_then(|_| std::fs::read(out.join("plan").with_extension(form)).ok());
    if bytes.is_none() {
        println!("{form}: not measured, since LibreOffice did not make the file");
    }
    bytes
}
