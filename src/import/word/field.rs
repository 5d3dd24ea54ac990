//! Fields, such as page numbers, references and tables of contents. Their results are text, their instructions are not.

use super::number_format::circled;

/// An open field.
#[derive(Debug, Default)]
struct Field {
    instruction: String,
    in_result: bool,
}

/// The open fields, outermost first. A field may extend over many paragraphs.
#[derive(Debug, Default)]
pub struct Fields {
    open: Vec<Field>,
}

impl Fields {
    /// Opens a field.
    pub fn begin(&mut self) {
        self.open.push(Field::default());
    }

    /// Appends to the instruction of the innermost field.
    pub fn instruct(&mut self, text: &str) {
        if let Some(field) = self.open.last_mut().filter(|field| !field.in_result) {
            field.instruction.push_str(text);
        }
    }

    /// Begins the result of the innermost field.
    pub fn separate(&mut self) {
        if let Some(field) = self.open.last_mut() {
            field.in_result = true;
        }
    }

    /// Ends all instructions at the end of a paragraph. If the end mark of an instruction is missing, the text of the
    /// following paragraphs is still read.
    pub fn end_paragraph(&mut self) {
        self.open.iter_mut().for_each(|field| field.in_result = true);
    }

    /// Closes the innermost field. Returns the text of one that shows its instruction and has no result.
    pub fn end(&mut self) -> Option<String> {
        self.open.pop().filter(|field| !field.in_result).and_then(|field| encircled(&field.instruction))
    }

    /// Returns true if text is shown: outside of fields, or in results.
    pub fn shows_text(&self) -> bool {
        self.open.iter().all(|field| field.in_result)
    }

    /// Returns true if a table of contents is open.
    pub fn in_contents(&self) -> bool {
        self.open.iter().any(|field| {
            let name: String = field.instruction.trim_start().chars().take(4).collect();
            name.trim_end().eq_ignore_ascii_case("toc")
        })
    }
}

/// Returns the circled number for `eq \o\ac(○,1)`, which Chinese versions of Word use.
fn encircled(instruction: &str) -> Option<String> {
    let folded: String = instruction.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
    let (circle, inner) = folded.strip_prefix("eq\\o\\ac(")?.strip_suffix(')')?.split_once([',', ';', '，'])?;
    let text: String = inner.chars().filter(|c| c.is_alphanumeric()).collect();
    let number = text.parse().ok().filter(|_| matches!(circle, "○" | "◯" | "〇"));
    number.and_then(circled).or_else(|| (!text.is_empty()).then(|| format!("（{text}）")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_text_and_instructions_are_not() {
        let mut fields = Fields::default();
        assert!(fields.shows_text() && !fields.in_contents());
        fields.begin();
        fields.instruct(" TOC \\o ");
        assert!(!fields.shows_text() && fields.in_contents());
        fields.separate();
        fields.begin();
        fields.instruct("PAGEREF _Toc1");
        assert!(!fields.shows_text());
        fields.separate();
        assert!(fields.shows_text() && fields.in_contents());
        assert_eq!((fields.end(), fields.end(), fields.end()), (None, None, None));
        assert!(!fields.in_contents());
    }

    #[test]
    fn a_field_without_an_end_hides_no_more_than_its_paragraph() {
        let mut fields = Fields::default();
        fields.begin();
        assert!(!fields.shows_text());
        fields.end_paragraph();
        assert!(fields.shows_text());
    }

    #[test]
    fn a_number_in_a_circle_is_one_sign() {
        for (instruction, shown) in
            [(" eq \\o\\ac(○,3) ", Some("③")), ("EQ \\o\\ac(□,A)", Some("（a）")), ("PAGE", None)]
        {
            assert_eq!(encircled(instruction).as_deref(), shown);
        }
    }
}
