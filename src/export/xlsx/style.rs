//! Formats of cells: fonts, colours, borders, protection.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

const FONT: &str = "宋体";
const HEADING_FONT: &str = "黑体";
const LINE: Color = Color::RGB(0x00A6_A6A6);
const HEADING_GROUND: Color = Color::RGB(0x00DD_EBF7);
const FILL_GROUND: Color = Color::RGB(0x00FF_FBE6);

/// The formats of a form.
pub(super) struct Style {
    /// The title.
    pub(super) title: Format,
    /// The line under the title.
    pub(super) subtitle: Format,
    /// Headings.
    pub(super) heading: Format,
    /// Texts that are only shown.
    pub(super) shown: Format,
    /// Numbers that are only shown.
    pub(super) shown_number: Format,
    /// Texts to fill in.
    pub(super) fill: Format,
    /// Dates and parts of years to fill in, which must stay as typed.
    pub(super) fill_text: Format,
    /// Whole numbers to fill in.
    pub(super) fill_whole: Format,
    /// Numbers to fill in.
    pub(super) fill_number: Format,
    /// The instructions.
    pub(super) instruction: Format,
}

impl Style {
    /// Creates the formats.
    pub(super) fn new() -> Self {
        let plain = || Format::new().set_font_name(FONT).set_font_size(10);
        let cell = || {
            let top = plain().set_text_wrap().set_align(FormatAlign::VerticalCenter);
            top.set_border(FormatBorder::Thin).set_border_color(LINE)
        };
        let fill = || cell().set_unlocked().set_background_color(FILL_GROUND);
        let centre = FormatAlign::Center;
        Style {
            title: Format::new().set_font_name(HEADING_FONT).set_font_size(16).set_align(FormatAlign::VerticalCenter),
            subtitle: plain().set_align(FormatAlign::VerticalCenter),
            heading: cell().set_font_name(HEADING_FONT).set_align(centre).set_background_color(HEADING_GROUND),
            shown: cell(),
            shown_number: cell().set_align(centre),
            fill: fill(),
            fill_text: fill().set_align(centre).set_num_format("@"),
            fill_whole: fill().set_align(centre).set_num_format("0"),
            fill_number: fill().set_align(centre),
            instruction: plain().set_font_size(11).set_text_wrap().set_align(FormatAlign::Top),
        }
    }
}
