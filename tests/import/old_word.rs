//! Word 97–2003 files: a .doc made by LibreOffice gives the same as its .docx of the same document.

use plandesk::import::{self, Document};
use plandesk::plan::doubt::FileContent;
use plandesk::plan::{Departments, DoubtKind};

use crate::formats::records;
use crate::support::programs::converted;

/// A document with automatic numbers, merged cells, a nested table, notes, a text box, a field, and struck-through and
/// deleted text.
const DOCUMENT: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" office:version="1.2"
 office:mimetype="application/vnd.oasis.opendocument.text">
<office:styles>
 <style:style style:name="Standard" style:family="paragraph"/>
 <style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph"
  style:parent-style-name="Standard" style:default-outline-level="1"/>
</office:styles>
<office:automatic-styles>
 <style:style style:name="struck" style:family="text"><style:text-properties style:text-line-through-style="solid"/></style:style>
 <style:style style:name="hidden" style:family="text"><style:text-properties text:display="none"/></style:style>
 <style:style style:name="column" style:family="table-column"><style:table-column-properties style:column-width="3cm"/></style:style>
 <text:list-style style:name="numbers">
  <text:list-level-style-number text:level="1" style:num-prefix="第" style:num-suffix="章" style:num-format="一, 二, 三, ..."/>
  <text:list-level-style-number text:level="2" style:num-prefix="（" style:num-suffix="）" style:num-format="一, 二, 三, ..."/>
  <text:list-level-style-number text:level="3" style:num-suffix="." style:num-format="1"/>
 </text:list-style>
 <text:list-style style:name="bullets"><text:list-level-style-bullet text:level="1" text:bullet-char="—"/></text:list-style>
</office:automatic-styles>
<office:body><office:text>
<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info><dc:creator>甲</dc:creator>
 <dc:date>2024-01-01T00:00:00</dc:date></office:change-info><text:p>五</text:p></text:deletion></text:changed-region>
 <text:changed-region text:id="c2"><text:insertion><office:change-info><dc:creator>甲</dc:creator>
 <dc:date>2024-01-01T00:00:00</dc:date></office:change-info></text:insertion></text:changed-region></text:tracked-changes>
<text:p>青泉县“十四五”托育服务规划</text:p>
<text:p>为办好托育服务，制定本规划<text:note text:id="n1" text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>托育指三岁以下婴幼儿照护。</text:p></text:note-body></text:note>。</text:p>
<text:list text:style-name="numbers" xml:id="l1">
 <text:list-item><text:p>主要目标</text:p></text:list-item>
</text:list>
<text:p>到2025年，托位明显增加。</text:p>
<text:p>表1 主要指标</text:p>
<table:table><table:table-column table:style-name="column" table:number-columns-repeated="5"/>
 <table:table-row>
  <table:table-cell><text:p>类别</text:p></table:table-cell><table:table-cell><text:p>指标</text:p></table:table-cell>
  <table:table-cell><text:p>2020年</text:p></table:table-cell><table:table-cell><text:p>2025年</text:p></table:table-cell>
  <table:table-cell><text:p>属性</text:p></table:table-cell></table:table-row>
 <table:table-row>
  <table:table-cell table:number-rows-spanned="2"><text:p>供给</text:p></table:table-cell>
  <table:table-cell><text:p>千人口托位数（个）</text:p></table:table-cell><table:table-cell><text:p>1.5</text:p></table:table-cell>
  <table:table-cell><text:p>4.5</text:p></table:table-cell><table:table-cell><text:p>约束性</text:p></table:table-cell></table:table-row>
 <table:table-row>
  <table:covered-table-cell/><table:table-cell><text:p>普惠托位占比（%）</text:p></table:table-cell>
  <table:table-cell table:number-columns-spanned="2"><text:p>60以上</text:p></table:table-cell><table:covered-table-cell/>
  <table:table-cell><text:p>预期性</text:p></table:table-cell></table:table-row>
</table:table>
<text:list text:continue-list="l1" text:style-name="numbers">
 <text:list-item><text:p>重点任务</text:p>
  <text:list><text:list-item><text:p>增加供给</text:p>
   <text:list>
    <text:list-item><text:p>新建托育机构<text:span text:style-name="struck">20</text:span>30所。（县卫生健康局牵头，县财政局配合）</text:p></text:list-item>
    <text:list-item><text:p>到2024年底前改建<text:change text:change-id="c1"/>六个社区托育点。<text:change-start text:change-id="c2"/>加强巡查。<text:change-end text:change-id="c2"/></text:p></text:list-item>
   </text:list></text:list-item>
   <text:list-item><text:p>提高质量</text:p>
   <text:list>
    <text:list-item><text:p>培训保育人员200人次。<text:span text:style-name="hidden">内部掌握。</text:span></text:p></text:list-item>
    <text:list-item><text:p>建立投诉<text:tab/>处理制度𠮷。</text:p></text:list-item>
   </text:list></text:list-item></text:list></text:list-item>
 <text:list-item><text:p>保障措施</text:p></text:list-item>
</text:list>
<text:p>加强领导，<draw:frame draw:name="f" text:anchor-type="as-char" svg:width="6cm" svg:height="3cm"><draw:text-box><text:p>框中说明文字。</text:p></draw:text-box></draw:frame>落实责任。</text:p>
<text:list text:style-name="bullets"><text:list-item><text:p>保障资金。</text:p></text:list-item></text:list>
<table:table><table:table-column table:style-name="column" table:number-columns-repeated="2"/>
 <table:table-row><table:table-cell><text:p>外一</text:p></table:table-cell><table:table-cell>
  <table:table><table:table-column table:style-name="column" table:number-columns-repeated="2"/>
   <table:table-row><table:table-cell><text:p>内一</text:p></table:table-cell><table:table-cell><text:p>内二</text:p></table:table-cell></table:table-row>
  </table:table><text:p>外二</text:p></table:table-cell></table:table-row>
</table:table>
<text:p>附注。</text:p>
</office:text></office:body></office:document>"#;

/// Returns the document after LibreOffice has saved it in a format, or `None` without LibreOffice.
fn read(form: &str) -> Option<Document> {
    let folder = tempfile::tempdir().unwrap();
    let bytes = converted(folder.path(), "plan.fodt", DOCUMENT.as_bytes(), None, form)?;
    Some(import::read(&format!("plan.{form}"), &bytes, &Departments::bundled()).unwrap())
}

/// Returns the kinds of content that doubts report.
fn contents(document: &Document) -> Vec<FileContent> {
    let kind = |kind: &DoubtKind| match kind {
        DoubtKind::FileContent { content, .. } => Some(*content),
        _ => None,
    };
    let mut contents: Vec<_> = document.plans[0].doubts.iter().filter_map(|doubt| kind(&doubt.kind)).collect();
    contents.sort();
    contents
}

#[test]
fn a_word_97_file_gives_the_same_records_as_a_docx() {
    let (Some(new), Some(old)) = (read("docx"), read("doc")) else { return };
    assert_eq!(old.encoding, "DOC");
    let (new_plan, old_plan) = (&new.plans[0], &old.plans[0]);
    assert_eq!(records(old_plan), records(new_plan));
    assert_eq!(contents(&old), contents(&new));
    let told = |plan: &plandesk::plan::Plan| -> Vec<String> {
        plan.outline.iter().flat_map(|node| &node.paragraphs).map(|paragraph| paragraph.text.clone()).collect()
    };
    assert_eq!(told(old_plan), told(new_plan));
    let all = records(old_plan).join("\n") + &told(old_plan).join("\n");
    for words in [
        "第一章 主要目标",
        "1. 新建托育机构30所",
        "到2024年底前改建六个社区托育点。加强巡查。",
        "Some(\"供给\") 普惠托位占比",
        "处理制度𠮷",
        "框中说明文字",
        "托育指三岁以下婴幼儿照护",
        "内一",
    ] {
        assert!(all.contains(words), "{words} is not in\n{all}");
    }
    assert!(!all.contains("内部掌握") && !all.contains("改建五"), "{all}");
}
