//! Reports as other programs show them: the docx in LibreOffice, page by page, and the web page in Chromium.

use std::path::Path;

use plandesk::plan::{Period, Year};
use plandesk::report::model::Element;
use plandesk::report::{Form, Format, Report};

use crate::support::programs::{ask, converted};
use crate::support::report::{entered, filled, full, in_form};

const PERIODS: [Period; 3] = [Period::annual(Year(2023)), Period::MID_TERM, Period::FINAL];

fn report(period: Period) -> Report {
    full(&entered(period), period)
}

fn headings(report: &Report) -> Vec<String> {
    let headings = report.elements().into_iter().filter_map(|element| match element {
        Element::Heading(_, text) => Some(text),
        _ => None,
    });
    headings.collect()
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Returns the pages of a docx as LibreOffice prints it, each as text without blanks; `None` without LibreOffice.
fn pages(folder: &Path, report: &Report) -> Option<Vec<String>> {
    let pdf = converted(folder, "report.docx", &report.bytes(Format::Docx).unwrap(), None, "pdf")?;
    let file = folder.join("report.pdf");
    std::fs::write(&file, pdf).unwrap();
    let text = ask("pdftotext", ["-layout".as_ref(), file.as_os_str(), "-".as_ref()])?;
    let text = String::from_utf8(text.stdout).unwrap().replace(' ', "");
    Some(text.trim_end_matches('\u{c}').split('\u{c}').map(str::to_string).collect())
}

#[test]
fn printed_pages_have_headings_tables_and_page_numbers() {
    for period in PERIODS {
        let (report, folder) = (report(period), tempfile::tempdir().unwrap());
        let Some(pages) = pages(folder.path(), &report) else { return };
        let whole = letters(&pages.concat());
        for heading in headings(&report) {
            assert!(whole.contains(&letters(&heading)), "{period:?}: {heading}");
        }
        for (n, page) in pages.iter().enumerate() {
            let number = format!("—{}—", n + 1);
            assert!(page.contains(&number), "page {number} of {period:?} has no number:\n{page}");
        }
        // A table that continues over pages has its heads on each.
        let first = pages.iter().position(|page| page.contains("重点任务落实情况表")).unwrap();
        let of_tasks = pages[first..].iter().take_while(|page| !page.contains("重大项目进展表"));
        let counts: Vec<usize> = of_tasks.map(|page| page.matches("牵头单位").count()).collect();
        assert!(counts.len() > 1 && counts.iter().all(|count| *count >= 1), "{period:?}: {counts:?}");
    }
}

#[test]
fn the_form_for_leaders_has_two_pages_and_the_whole_report_few() {
    for period in PERIODS {
        let folder = tempfile::tempdir().unwrap();
        let Some(short) = pages(folder.path(), &in_form(&entered(period), period, Form::Short)) else { return };
        assert!(short.len() <= 2, "{period:?}: {} pages", short.len());
        // 53 tasks, 27 projects and 24 indicators, of which few are told of.
        let Some(whole) = pages(folder.path(), &report(period)) else { return };
        assert!(whole.len() <= 20, "{period:?}: {} pages", whole.len());
    }
}

/// 29 tasks with 31 projects and 11 indicators, and 52 tasks with 23 indicators, all of them told of.
const PLANS: [&str; 2] = ["tongxin-cjr-2025", "bachu-wsjk-2025"];

#[test]
fn the_report_of_a_plan_of_sixty_tasks_has_twelve_to_twenty_pages() {
    for (plan, period) in PLANS.into_iter().flat_map(|plan| PERIODS.map(|period| (plan, period))) {
        let (dossier, folder) = (filled(plan, period), tempfile::tempdir().unwrap());
        let Some(short) = pages(folder.path(), &in_form(&dossier, period, Form::Short)) else { return };
        assert!(short.len() <= 2, "{plan} {period:?}: {} pages", short.len());
        let Some(whole) = pages(folder.path(), &full(&dossier, period)) else { return };
        assert!((12..=20).contains(&whole.len()), "{plan} {period:?}: {} pages", whole.len());
        for (page, number) in whole.iter().zip(1..) {
            let lines = page.lines().filter(|line| !line.is_empty()).count();
            assert!(lines > 4, "{plan} {period:?}: page {number} is nearly empty:\n{page}");
        }
    }
}

#[test]
fn headings_stay_headings_when_the_document_is_resaved() {
    let (report, folder) = (report(Period::MID_TERM), tempfile::tempdir().unwrap());
    let bytes = report.bytes(Format::Docx).unwrap();
    let Some(page) = converted(folder.path(), "report.docx", &bytes, None, "html") else { return };
    let page = String::from_utf8_lossy(&page).into_owned();
    for level in 1..=3 {
        let wanted =
            report.elements().into_iter().filter(|e| matches!(e, Element::Heading(l, _) if *l == level)).count();
        assert_eq!(page.matches(&format!("<h{level}")).count(), wanted, "level {level}");
    }
    let tables = report.elements().into_iter().filter(|e| matches!(e, Element::Table(..))).count();
    assert_eq!(page.matches("<table").count(), tables + report.tables_at_the_end().len());
}

#[test]
fn a_browser_shows_the_page_without_errors_or_requests() {
    for period in PERIODS {
        let (report, folder) = (report(period), tempfile::tempdir().unwrap());
        let (page, log) = (folder.path().join("report.html"), folder.path().join("net.json"));
        std::fs::write(&page, report.bytes(Format::Html).unwrap()).unwrap();
        let flags = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--host-resolver-rules=MAP * ~NOTFOUND",
            "--enable-logging=stderr",
            "--dump-dom",
        ];
        let own = [
            format!("--user-data-dir={}", folder.path().join("profile").display()),
            format!("--log-net-log={}", log.display()),
            format!("file://{}", page.display()),
        ];
        let Some(shown) = ask("chromium", flags.into_iter().map(str::to_string).chain(own)) else { return };
        let (dom, said) = (String::from_utf8_lossy(&shown.stdout), String::from_utf8_lossy(&shown.stderr));
        for heading in headings(&report) {
            assert!(letters(&dom).contains(&letters(&heading)), "{period:?}: {heading}");
        }
        // A violation of the page's own policy, as any request is, would be reported on the console.
        assert!(!said.contains("CONSOLE"), "{said}");
        let log = std::fs::read_to_string(&log).unwrap();
        let asked = log.split("\"url\":\"").skip(1).filter_map(|rest| rest.split('"').next());
        let others: Vec<&str> = asked.filter(|url| url.starts_with("http") && !is_of_the_browser(url)).collect();
        assert!(others.is_empty(), "{others:?}");
    }
}

/// Returns true if a request is one of the browser's own for updates.
fn is_of_the_browser(url: &str) -> bool {
    let host = url.split('/').nth(2).unwrap_or_default();
    host.ends_with(".google.com") || host.ends_with(".googleapis.com")
}
