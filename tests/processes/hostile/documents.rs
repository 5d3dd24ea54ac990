//! Documents made to exhaust time or memory: each is read or refused within bounds.

use std::io::{Cursor, Write};
use std::process::{Command, Stdio};
use std::time::Duration;

use rstest::rstest;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::archive;
use crate::support::cli::Bench;

/// The maximal memory for reading a file, in megabytes.
const MOST_MEMORY: f64 = 300.0;
/// The maximal processor time in seconds. The released program has two; the tested one is compiled without
/// optimisation, and takes ten times as long.
const MOST_SECONDS: f64 = 20.0;

/// Returns a compound file with these streams.
fn compound(streams: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (name, bytes) in streams {
        file.create_stream(format!("/{name}")).unwrap().write_all(bytes).unwrap();
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}

/// Returns a Word 97 file with `count` as the number of characters in its header. Each piece of the text is given as its
/// number of characters and its position.
fn doc(text: &str, count: u32, pieces: &[(u32, u32)]) -> Vec<u8> {
    let mut main = vec![0; 2048];
    main[0..4].copy_from_slice(&[0xEC, 0xA5, 0xC1, 0x00]);
    main[0x0A..0x0C].copy_from_slice(&0x0200_u16.to_le_bytes());
    main[76..80].copy_from_slice(&count.to_le_bytes());
    main.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    let mut starts: Vec<u32> = vec![0];
    starts.extend(pieces.iter().scan(0_u32, |at, (length, _)| {
        *at = at.wrapping_add(*length);
        Some(*at)
    }));
    let mut table: Vec<u8> = starts.iter().flat_map(|start| start.to_le_bytes()).collect();
    for (_, at) in pieces {
        table.extend([0, 0]);
        table.extend(at.to_le_bytes());
        table.extend([0, 0]);
    }
    let clx = [vec![2], u32::try_from(table.len()).unwrap().to_le_bytes().to_vec(), table].concat();
    let place = 154 + 33 * 8;
    main[place + 4..place + 8].copy_from_slice(&u32::try_from(clx.len()).unwrap().to_le_bytes());
    compound(&[("WordDocument", main), ("1Table", clx)])
}

fn doc_of(text: &str) -> Vec<u8> {
    let count = u32::try_from(text.encode_utf16().count()).unwrap();
    doc(text, count, &[(count, 2048)])
}

/// Returns a Word 97 file whose sector chains are cyclic.
fn doc_in_circles() -> Vec<u8> {
    let mut bytes = doc_of(&"办好学校。\r".repeat(2000));
    // The first allocation table follows the header. Every sector is followed by the first one.
    for entry in bytes[512 + 4..1024].chunks_exact_mut(4) {
        entry.copy_from_slice(&1_u32.to_le_bytes());
    }
    bytes
}

fn odt(content: &str) -> Vec<u8> {
    let spaces = "xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0' xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0'";
    let content = format!(
        "<office:document-content {spaces}><office:body><office:text>{content}</office:text></office:body></office:document-content>"
    );
    let mime = b"application/vnd.oasis.opendocument.text".to_vec();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    zip.start_file("mimetype", stored).unwrap();
    zip.write_all(&mime).unwrap();
    zip.start_file("content.xml", SimpleFileOptions::default()).unwrap();
    zip.write_all(content.as_bytes()).unwrap();
    zip.finish().unwrap().into_inner()
}

fn ofd(pages: usize, content: &str) -> Vec<u8> {
    let space = "xmlns:ofd='http://www.ofdspec.org/2016'";
    let page = "<ofd:Page ID='1' BaseLoc='P.xml'/>".repeat(pages);
    let root = format!("<ofd:OFD {space}><ofd:DocBody><ofd:DocRoot>D/D.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>");
    let pages = format!("<ofd:Document {space}><ofd:Pages>{page}</ofd:Pages></ofd:Document>");
    let page = format!("<ofd:Page {space}><ofd:Content><ofd:Layer>{content}</ofd:Layer></ofd:Content></ofd:Page>");
    archive(&[("OFD.xml", root, 1), ("D/D.xml", pages, 1), ("D/P.xml", page, 1)])
}

/// Returns a PDF of these objects, numbered from 1, with further entries for its trailer. Object 1 is the root.
fn pdf(objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(objects) {
        places.push(bytes.len());
        bytes.extend(format!("{number} 0 obj\n").bytes());
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    let start = bytes.len();
    bytes.extend(format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).bytes());
    places.iter().for_each(|place| bytes.extend(format!("{place:010} 00000 n \n").bytes()));
    bytes.extend(
        format!("trailer <</Root 1 0 R/Size {} {trailer}>>\nstartxref\n{start}\n%%EOF", places.len() + 1).bytes(),
    );
    bytes
}

fn stream(content: &[u8], filter: &str) -> Vec<u8> {
    [format!("<</Length {}{filter}>>\nstream\n", content.len()).into_bytes(), content.to_vec(), b"\nendstream".to_vec()]
        .concat()
}

fn one_page(content: Vec<u8>) -> Vec<Vec<u8>> {
    vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</XObject<</X 4 0 R>>>>>>".to_vec(),
        content,
    ]
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn rtf(inside: &str) -> Vec<u8> {
    format!("{{\\rtf1\\ansi\\ansicpg936 {inside}}}").into_bytes()
}

fn html(inside: &str) -> Vec<u8> {
    format!("<!DOCTYPE html><html><body>{inside}").into_bytes()
}

fn mht(inside: &str) -> Vec<u8> {
    format!("From: a\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n{inside}")
        .into_bytes()
}

/// Reads a file with the program, and returns the processor time in seconds, the peak memory in megabytes, the exit
/// status, and the messages.
fn read(name: &str, bytes: &[u8]) -> (f64, f64, Option<i32>, String) {
    let bench = Bench::empty();
    std::fs::write(bench.file(name), bytes).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_plandesk"))
        .args(["--embedded", "--lang", "en", "import", "--dry-run"])
        .arg(bench.file(name))
        .env("PLANDESK_STORE", bench.file("none"))
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let (mut seconds, mut memory) = (0.0_f64, 0.0_f64);
    let process = format!("/proc/{}", child.id());
    let status = loop {
        let status = std::fs::read_to_string(format!("{process}/status")).unwrap_or_default();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let peak = peak.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok()).unwrap_or(0.0);
        memory = memory.max(peak / 1024.0);
        let told = std::fs::read_to_string(format!("{process}/stat")).unwrap_or_default();
        let fields: Vec<&str> = told.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        let ticks = |at: usize| fields.get(at).and_then(|ticks| ticks.parse::<f64>().ok()).unwrap_or(0.0);
        // In hundredths of a second, in the program and in the system.
        seconds = seconds.max((ticks(11) + ticks(12)) / 100.0);
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if seconds > MOST_SECONDS * 2.0 || memory > MOST_MEMORY * 3.0 {
            child.kill().unwrap();
            break child.wait().unwrap();
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let mut said = String::new();
    std::io::Read::read_to_string(&mut child.stderr.take().unwrap(), &mut said).unwrap();
    (seconds, memory, status.code(), said)
}

/// Files that no office program writes: each is refused with a reason.
#[rstest]
#[case::doc_in_circles("a.doc", doc_in_circles())]
#[case::doc_of_pieces_on_one_place("a.doc", doc("学校", 1 << 20, &vec![(2, 2048); 100_000]))]
#[case::doc_of_endless_pieces("a.doc", doc("学校", u32::MAX, &[(u32::MAX, 2048)]))]
#[case::doc_of_empty_paragraphs("a.doc", doc_of(&"\r".repeat(4 << 20)))]
#[case::doc_of_cells("a.doc", doc_of(&"\u{7}".repeat(1 << 20)))]
#[case::odt_of_open_lists("a.odt", odt(&"<text:list><text:list-item>".repeat(50_000)))]
#[case::odt_of_spaces("a.odt", odt(&" ".repeat(80 << 20)))]
#[case::ofd_of_pages("a.ofd", ofd(200_000, ""))]
#[case::ofd_of_blocks("a.ofd", ofd(1, &"<ofd:PageBlock>".repeat(100_000)))]
#[case::pdf_of_spaces("a.pdf", pdf(&one_page(stream(&deflated(&vec![b' '; 200 << 20]), "/Filter/FlateDecode")), ""))]
#[case::pdf_of_filters("a.pdf", pdf(&one_page(stream(&deflated(&deflated(&vec![b' '; 200 << 20])), "/Filter[/FlateDecode/FlateDecode]")), ""))]
#[case::pdf_without_end("a.pdf", b"%PDF-1.7\nxref\n0 99999999\n".to_vec())]
#[case::pdf_of_open_arrays("a.pdf", [b"%PDF-1.7\n1 0 obj\n".to_vec(), vec![b'['; 4 << 20]].concat())]
#[case::archive_of_archives("a.zip", archive(&[("b.zip", archive(&[("c.zip", archive(&[("d", vec![b' '; 1 << 20], 1)]), 1)]), 1)]))]
fn malformed_files_are_refused_within_bounds(#[case] name: &str, #[case] bytes: Vec<u8>) {
    let (seconds, memory, code, said) = read(name, &bytes);
    assert!(seconds <= MOST_SECONDS && memory <= MOST_MEMORY, "{seconds:.1} s, {memory:.0} MB: {said}");
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains(name) && said.lines().count() >= 2, "{said}");
}

/// Files that are valid but very long, deep or tangled: each is read or refused.
#[rstest]
#[case::doc_of_fields("a.doc", doc_of(&"\u{13}学校\u{14}".repeat(100_000)))]
#[case::pdf_whose_pages_are_its_children("a.pdf", pdf(&[b"<</Type/Catalog/Pages 2 0 R>>".to_vec(), b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>".to_vec()], ""))]
#[case::pdf_that_goes_back_to_itself("a.pdf", pdf(&one_page(stream(b"BT ET", "")), "/Prev 9"))]
#[case::pdf_that_draws_itself("a.pdf", pdf(&one_page(stream(b"/X Do /X Do", "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 4 0 R>>>>")), ""))]
#[case::odt_of_repeated_cells(
    "a.odt",
    odt(
        "<table:table><table:table-row table:number-rows-repeated='1000000'><table:table-cell table:number-columns-repeated='1000000'><text:p>学校</text:p></table:table-cell></table:table-row></table:table>"
    )
)]
#[case::ofd_of_distances("a.ofd", ofd(1, &"<ofd:TextObject Boundary='0 0 9 9' Size='3'><ofd:TextCode X='0' Y='3' DeltaX='g 99999999 1'>学校</ofd:TextCode></ofd:TextObject>".repeat(5000)))]
#[case::rtf_of_open_groups("a.rtf", rtf(&"{".repeat(1 << 20)))]
#[case::rtf_of_binary("a.rtf", rtf(&"\\bin2147483647 ".repeat(1000)))]
#[case::rtf_of_cells("a.rtf", rtf(&"\\trowd\\cellx9 a\\cell\\row".repeat(20_000)))]
#[case::html_of_open_elements("a.html", html(&"<div>".repeat(200_000)))]
#[case::html_of_formats("a.html", html(&(0..4000).map(|n| format!("<p><b id={n}>")).collect::<String>()))]
#[case::html_of_open_tables("a.html", html(&"<table><tr><td>".repeat(20_000)))]
#[case::html_of_wide_cells("a.html", html(&format!("<table>{}</table>", "<tr><td colspan=65534 rowspan=65534>学校".repeat(2000))))]
#[case::mht_of_parts("a.mht", mht(&"--b\r\nContent-Type: text/html\r\n\r\n<p>学校\r\n".repeat(50_000)))]
#[case::mht_of_nested_parts("a.mht", mht(&(0..2000).map(|n| format!("--b\r\nContent-Type: multipart/related; boundary=\"b\"; n={n}\r\n\r\n")).collect::<String>()))]
fn long_deep_or_tangled_files_are_read_or_refused_within_bounds(#[case] name: &str, #[case] bytes: Vec<u8>) {
    let (seconds, memory, code, said) = read(name, &bytes);
    assert!(seconds <= MOST_SECONDS && memory <= MOST_MEMORY, "{seconds:.1} s, {memory:.0} MB: {said}");
    assert!(matches!(code, Some(0 | 1)), "{code:?} {said}");
}
