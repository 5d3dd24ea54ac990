//! A report as a document for Word, WPS and LibreOffice, set as GB/T 9704-2012 asks: A4 with a type area of
//! 156 × 225 mm, 28.95 pt lines, body in 仿宋 of size 三号, headings in 黑体, 楷体 and 仿宋, page numbers in dashes.
//! The appended tables stand on landscape pages. Charts are left out: their figures stand in the text and the tables.

use std::io::Cursor;

use docx_rs::{
    AlignmentType, BreakType, Docx, Footer, LineSpacing, LineSpacingType, PageMargin, PageNum, PageOrientationType,
    PageSize, Paragraph, Run, RunFonts, Section, Shading, ShdType, SpecialIndentType, Style, StyleType,
    Table as DocxTable, TableCell, TableCellMargins, TableLayoutType, TableRow, VAlignType, WidthType,
};

use super::format::ReportError;
use super::model::{Element, GAP, Piece, Report, Table};

/// Lengths are in twentieths of a point: A4, the type area of upright pages, and the one of landscape pages.
const A4: (u32, u32) = (11_906, 16_838);
const UPRIGHT_WIDTH: u32 = 8_844;
const LANDSCAPE_WIDTH: u32 = 14_570;
/// 28.95 pt: 22 lines on 225 mm.
const LINE: i32 = 579;
/// Two characters of size 三号.
const INDENT: i32 = 640;

/// Sizes in half points: 二号, 三号, 四号, 小四, 五号, 小五.
const SIZE_2: usize = 44;
const SIZE_3: usize = 32;
const SIZE_4: usize = 28;
const SIZE_SMALL_4: usize = 24;
const SIZE_5: usize = 21;
const SIZE_SMALL_5: usize = 18;

/// The bytes of the file.
pub(super) fn document(report: &Report) -> Result<Vec<u8>, ReportError> {
    let date = format!("{}T00:00:00Z", report.date);
    let mut document = styles(Docx::new()).created_at(&date).updated_at(&date).add_section(body(report));
    for (n, (caption, table)) in report.numbered_appendices().enumerate() {
        document = document.add_paragraph(caption_of(&caption).page_break_before(n > 0));
        document = document.add_table(set_table(table, LANDSCAPE_WIDTH, SIZE_SMALL_5));
        for note in &table.notes {
            document = document.add_paragraph(note_of(note));
        }
    }
    let document = document
        .page_size(A4.1, A4.0)
        .page_orient(PageOrientationType::Landscape)
        .page_margin(PageMargin { footer: 567, ..margins(1_134, 1_134, 1_134, 1_134) })
        .footer(footer());
    pack(document)
}

/// The main text on upright pages.
fn body(report: &Report) -> Section {
    let mut section = Section::new()
        .page_size(PageSize::new().size(A4.0, A4.1).orient(PageOrientationType::Portrait))
        .page_margin(margins(2_098, 1_474, 1_984, 1_588))
        .footer(footer())
        .add_paragraph(title(report))
        .add_paragraph(set_pieces(Paragraph::new().style("Subtitle"), &report.byline));
    for element in report.elements() {
        section = match element {
            Element::Heading(level, text) => {
                let style = format!("Heading{level}");
                section.add_paragraph(Paragraph::new().style(&style).keep_next(true).add_run(Run::new().add_text(text)))
            }
            Element::Paragraph(paragraph) => {
                section.add_paragraph(set_pieces(Paragraph::new().style("BodyText"), &paragraph.pieces()))
            }
            Element::Table(table) => {
                let set = section.add_paragraph(caption_of(&table.caption)).add_table(set_table(
                    table,
                    UPRIGHT_WIDTH,
                    SIZE_5,
                ));
                table.notes.iter().fold(set, |section, note| section.add_paragraph(note_of(note)))
            }
            Element::Chart(_) => section,
        };
    }
    section
}

fn title(report: &Report) -> Paragraph {
    let lines = report.title_lines().into_iter().enumerate();
    lines.fold(Paragraph::new().style("Title"), |paragraph, (n, line)| {
        let run = if n > 0 { Run::new().add_break(BreakType::TextWrapping) } else { Run::new() };
        paragraph.add_run(run.add_text(line))
    })
}

fn pack(document: Docx) -> Result<Vec<u8>, ReportError> {
    let mut parts = document.build();
    parts.document = with_repeated_headings(parts.document)?;
    let mut bytes = Cursor::new(Vec::new());
    parts.pack(&mut bytes).map_err(|error| ReportError(error.to_string()))?;
    Ok(bytes.into_inner())
}

/// docx-rs has no word for a heading row that is repeated on every page (`w:tblHeader`). It has one for a row that is
/// not to be divided (`w:cantSplit`), which every row of ours is; so we add the other to the first row of each table.
/// Text can't hold the tags, as it is escaped.
fn with_repeated_headings(document: Vec<u8>) -> Result<Vec<u8>, ReportError> {
    let xml = String::from_utf8(document).map_err(|error| ReportError(error.to_string()))?;
    let mut tables = xml.split("<w:tbl>");
    let mut repeated = tables.next().unwrap_or_default().to_string();
    for table in tables {
        repeated.push_str("<w:tbl>");
        repeated.push_str(&table.replacen("<w:cantSplit />", "<w:cantSplit /><w:tblHeader />", 1));
    }
    Ok(repeated.into_bytes())
}

fn margins(top: i32, right: i32, bottom: i32, left: i32) -> PageMargin {
    PageMargin { top, right, bottom, left, header: 851, footer: 992, gutter: 0 }
}

/// — 1 —
fn footer() -> Footer {
    let dash = |text: &str| Run::new().add_text(text);
    Footer::new().add_paragraph(
        Paragraph::new().style("Footer").add_run(dash("— ")).add_page_num(PageNum::new()).add_run(dash(" —")),
    )
}

fn fonts(chinese: &str) -> RunFonts {
    RunFonts::new().ascii("Times New Roman").hi_ansi("Times New Roman").cs("Times New Roman").east_asia(chinese)
}

fn exactly() -> LineSpacing {
    LineSpacing::new().line(LINE).line_rule(LineSpacingType::Exact)
}

fn single() -> LineSpacing {
    LineSpacing::new().line(240).line_rule(LineSpacingType::Auto)
}

/// Real styles under the names that Word, WPS and LibreOffice know, so that an outline and a table of contents can
/// be made from them.
fn styles(document: Docx) -> Docx {
    let style = |id: &str, name: &str, font: &str, size: usize| {
        Style::new(id, StyleType::Paragraph).name(name).based_on("Normal").fonts(fonts(font)).size(size)
    };
    let indented = |style: Style| {
        style.line_spacing(exactly()).indent(None, Some(SpecialIndentType::FirstLine(INDENT)), None, None)
    };
    let heading = |level: usize, font: &str| {
        indented(style(&format!("Heading{level}"), &format!("heading {level}"), font, SIZE_3))
            .next("BodyText")
            .outline_lvl(level - 1)
    };
    document
        .default_fonts(fonts("仿宋_GB2312"))
        .default_size(SIZE_3)
        .add_style(Style::new("Normal", StyleType::Paragraph).name("Normal").fonts(fonts("仿宋_GB2312")).size(SIZE_3))
        .add_style(
            style("Title", "Title", "方正小标宋简体", SIZE_2)
                .line_spacing(LineSpacing::new().line(700).line_rule(LineSpacingType::Exact))
                .align(AlignmentType::Center),
        )
        .add_style(
            style("Subtitle", "Subtitle", "楷体_GB2312", SIZE_3)
                .line_spacing(exactly().before(200).after(400))
                .align(AlignmentType::Center),
        )
        .add_style(heading(1, "黑体"))
        .add_style(heading(2, "楷体_GB2312"))
        .add_style(heading(3, "仿宋_GB2312").bold())
        .add_style(indented(style("BodyText", "Body Text", "仿宋_GB2312", SIZE_3)).align(AlignmentType::Both))
        .add_style(
            style("Caption", "caption", "黑体", SIZE_SMALL_4)
                .line_spacing(single().before(120).after(60))
                .align(AlignmentType::Center),
        )
        .add_style(style("TableText", "Table Text", "宋体", SIZE_5).line_spacing(single()))
        .add_style(style("Note", "Note", "宋体", SIZE_5).line_spacing(single().before(60)))
        .add_style(style("Footer", "footer", "宋体", SIZE_4).line_spacing(single()).align(AlignmentType::Center))
}

fn set_pieces(paragraph: Paragraph, pieces: &[Piece]) -> Paragraph {
    pieces.iter().fold(paragraph, |paragraph, piece| {
        let run = Run::new().add_text(piece.text());
        paragraph.add_run(match piece {
            Piece::Lead(_) => run.bold(),
            Piece::Words(_) => run,
            Piece::Mark(_) => run.size(SIZE_5).color("595959"),
            Piece::Gap(_) => run.highlight("yellow"),
        })
    })
}

fn caption_of(text: &str) -> Paragraph {
    Paragraph::new().style("Caption").keep_next(true).add_run(Run::new().add_text(text))
}

fn note_of(text: &str) -> Paragraph {
    Paragraph::new().style("Note").add_run(Run::new().add_text(format!("注：{text}")))
}

fn set_table(table: &Table, width: u32, size: usize) -> DocxTable {
    let whole: u32 = table.columns.iter().map(|column| column.width).sum::<u32>().max(1);
    let widths: Vec<usize> = table.columns.iter().map(|column| (width * column.width / whole) as usize).collect();
    let headings = table.columns.iter().zip(&widths).map(|(column, &width)| {
        let shade = Shading::new().shd_type(ShdType::Clear).color("auto").fill("F0F0F0");
        let run = |line: &str| Run::new().add_text(line).size(size).bold();
        set_cell(&column.heading, width, AlignmentType::Center, run).shading(shade)
    });
    let mut rows = vec![TableRow::new(headings.collect()).cant_split()];
    rows.extend(table.rows.iter().map(|cells| {
        let cells = cells.iter().zip(&table.columns).zip(&widths).map(|((cell, column), &width)| {
            let align = if column.is_narrow() { AlignmentType::Center } else { AlignmentType::Left };
            set_cell(cell, width, align, |line| {
                let run = Run::new().add_text(line).size(size);
                if cell == GAP { run.highlight("yellow") } else { run }
            })
        });
        TableRow::new(cells.collect()).cant_split()
    }));
    DocxTable::new(rows)
        .width(width as usize, WidthType::Dxa)
        .layout(TableLayoutType::Fixed)
        .margins(TableCellMargins::new().margin(20, 60, 20, 60))
        .set_grid(widths)
}

/// A cell, a paragraph a line.
fn set_cell(text: &str, width: usize, align: AlignmentType, run: impl Fn(&str) -> Run) -> TableCell {
    let cell = TableCell::new().width(width, WidthType::Dxa).vertical_align(VAlignType::Center);
    text.split('\n').fold(cell, |cell, line| {
        cell.add_paragraph(Paragraph::new().style("TableText").align(align).add_run(run(line)))
    })
}
