//! Escaping of text for Markdown, HTML and XML.

use super::clean::sanitise;

/// Escapes a text for GitHub Flavored Markdown, including the HTML that it allows. A line feed becomes `<br>`, since a
/// table row and a heading must be one line.
pub fn markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in sanitise(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\n' => escaped.push_str("<br>"),
            '\\' | '|' | '*' | '_' | '`' | '[' | ']' | '~' | '#' | '$' => escaped.extend(['\\', c]),
            _ => escaped.push(c),
        }
    }
    escaped
}

/// Escapes a text for HTML and XML, for content and attributes. Characters that XML 1.0 does not allow (controls,
/// U+FFFE, U+FFFF) are removed.
pub fn xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in sanitise(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            _ => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_can_not_become_markdown() {
        assert_eq!(markdown("a|b\n<script>&*c*[d](e)\u{1b}"), "a\\|b<br>&lt;script&gt;&amp;\\*c\\*\\[d\\](e)");
    }

    #[test]
    fn text_can_not_become_tags_or_leave_an_attribute() {
        assert_eq!(xml("<a href='x'>\"&\u{1b}\u{ffff}"), "&lt;a href=&apos;x&apos;&gt;&quot;&amp;");
    }
}
