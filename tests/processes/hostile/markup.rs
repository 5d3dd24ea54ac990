//! Reports and tables: entered text cannot become markup.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Cursor, Read};

use pulldown_cmark::{Event, Options, Parser, Tag};
use regex::Regex;

use crate::support::cli::Bench;

const MARKUP: [&str; 16] = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"><svg onload=alert(1)>",
    "' onmouseover='alert(1)",
    "]]><x>&amp;&lt;&#60;",
    "<!-- 注",
    "</text></svg><iframe src=evil>",
    "[点此](javascript:alert(1))",
    "![图](http:evil.example/x.png)",
    "甲|乙|丙",
    "`代码` ``` ~~~",
    "# 标题\n## 标题\n- 项\n1. 项\n> 引\n===\n---",
    "**粗** _斜_ ~~删~~ $x$ \\| \\\\|",
    "[a]: http:evil.example\n[a]",
    "<http:evil.example>",
    "&#x3c;b&#x3e;",
];

/// Returns a bench with markup in every field that a report contains, and in the plan itself.
fn entered() -> Bench {
    let bench = Bench::loaded();
    let mut text = "青山县“十四五”<b>教育</b>[x](y)|规划\n（2021—2025年）\n第一章 <i>主要</i>|任务`\n".to_string();
    for (number, markup) in MARKUP.iter().enumerate() {
        let words = markup.replace('\n', " ");
        text.push_str(&format!(
            "{}. 建设学校{words}，改善办学条件，加强校园安全管理，提高教师待遇，完善经费保障机制。\n",
            number + 1
        ));
    }
    text.push_str("主要指标\n指标\t2020年\t2025年\t属性\n<script>率</script>|[x](y)（%）\t90\t95\t约束性\n</text><img src=x>数（所）\t4\t9\t约束性\n");
    fs::write(bench.file("plan.txt"), text).unwrap();
    bench.line("import plan.txt").done();
    let plan = super::places::plan(&bench);
    for (number, markup) in MARKUP.iter().enumerate() {
        let id = format!("{plan}/t{}", number + 1);
        let words = ["--done", "--problem", "--next", "--evidence"].map(|option| format!("{option}={markup}"));
        let review = ["review", &id, "--period", "2023", "--status", "lagging"].map(String::from);
        bench.run(review.into_iter().chain(words)).done();
        bench.run(["assign", &id, &format!("--lead={markup}"), &format!("--person={markup}")]).done();
    }
    for id in ["i1", "i2"] {
        bench.line(&format!("reading {plan}/{id} --year 2023 --value 8")).done();
    }
    bench
}

/// Exports a file and returns its content.
fn written(bench: &Bench, line: &str, file: &str) -> Vec<u8> {
    let plan = super::places::plan(bench);
    bench.line(&format!("{line} --plan {plan} --to {file}")).done();
    fs::read(bench.file(file)).unwrap()
}

#[test]
fn entered_text_has_no_effect_as_markdown() {
    let bench = entered();
    for (line, file) in [
        ("report annual --year 2023", "report.md"),
        ("export tasks --period 2023", "tasks.md"),
        ("export indicators", "indicators.md"),
    ] {
        let text = String::from_utf8(written(&bench, line, file)).unwrap();
        let mut shown = String::new();
        for event in Parser::new_ext(&text, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
            match event {
                Event::InlineHtml(tag) if &*tag == "<br>" => shown.push('\n'),
                Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_) | Tag::HtmlBlock) => {
                    panic!("{file}: {event:?}")
                }
                Event::Code(_) | Event::Html(_) | Event::InlineHtml(_) | Event::InlineMath(_) | Event::Rule => {
                    panic!("{file}: {event:?}")
                }
                Event::Start(Tag::BlockQuote(_) | Tag::List(_) | Tag::Strikethrough | Tag::Emphasis) => {
                    panic!("{file}: {event:?}")
                }
                Event::Text(text) => shown.push_str(&text),
                _ => {}
            }
        }
        if file != "indicators.md" {
            for markup in MARKUP.iter().filter(|markup| !markup.contains('\n')) {
                assert!(shown.contains(markup), "{file} does not show {markup}");
            }
        }
    }
}

#[test]
fn an_html_page_has_no_tags_from_entered_text() {
    let bench = entered();
    let html = String::from_utf8(written(&bench, "report annual --year 2023", "report.html")).unwrap();
    let (head, body) = html.split_once("</head>").unwrap();
    assert!(head.contains("default-src 'none'"), "the page may load nothing");
    let tag = Regex::new("<(/?[a-zA-Z0-9!?-]*)([^>]*)>").unwrap();
    let tags: BTreeSet<&str> =
        tag.captures_iter(body).map(|tag| tag.get(1).unwrap().as_str().trim_start_matches('/')).collect();
    let own = BTreeSet::from([
        "body",
        "br",
        "caption",
        "col",
        "colgroup",
        "div",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "html",
        "line",
        "main",
        "mark",
        "p",
        "rect",
        "section",
        "span",
        "strong",
        "svg",
        "table",
        "tbody",
        "td",
        "text",
        "th",
        "thead",
        "tr",
    ]);
    assert!(tags.is_subset(&own), "{:?}", tags.difference(&own));
    let attribute = Regex::new("\\s([a-zA-Z0-9:-]+)=").unwrap();
    for tag in tag.captures_iter(body) {
        for name in attribute.captures_iter(&tag[2]).map(|name| name[1].to_lowercase()) {
            assert!(!name.starts_with("on") && !["href", "src", "xlink:href"].contains(&&*name), "{}", &tag[0]);
        }
    }
    assert!(body.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "what was entered is shown");
    let svg: String = Regex::new("(?s)<svg.*?</svg>").unwrap().find_iter(body).map(|svg| svg.as_str()).collect();
    assert!(svg.contains("&lt;script&gt;") && !svg.contains("<script"), "labels of charts are text as well");
}

#[test]
fn a_docx_is_well_formed_and_has_no_external_links() {
    let bench = entered();
    let bytes = written(&bench, "report annual --year 2023", "report.docx");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let (mut text, name) = (String::new(), part.name().unwrap().to_string());
        part.read_to_string(&mut text).unwrap();
        assert!(!text.contains("TargetMode") && !text.contains("<!"), "{name}");
        assert!(!text.contains("DDE") && !text.contains("INCLUDE"), "{name}");
        let mut reader = quick_xml::Reader::from_str(&text);
        while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
    }
}
