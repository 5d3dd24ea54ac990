//! Widths of the columns of a table on paper.
//!
//! A row is as high as its longest cell. The widths therefore minimise the sum over all cells of the cube of the lines
//! that they take, in which long cells outweigh short ones. That sum is least where each width is proportional to the
//! fourth root of the sum of the cubed lengths.

use super::width::{AmbiguousWidth, width};

/// The columns of a text that is not broken: five Chinese characters.
const SHORT: usize = 10;

/// The maximum width that a word of letters and digits claims for itself, in columns.
const LONGEST_WORD: usize = 16;

/// The limits and the weight of one column.
struct Need {
    least: f64,
    most: f64,
    weight: f64,
}

/// Returns the widths of columns that together fill `room`, in the unit of text widths: half a Chinese character. Each
/// column is given as its texts, with the heading first. Lines of texts are separated by line feeds. A column with
/// nothing but a heading is there to be filled in by hand, and gets an equal share.
pub fn widths<T: AsRef<str>>(columns: &[Vec<T>], room: f64) -> Vec<f64> {
    let count = columns.len().max(1) as f64;
    let needs: Vec<Need> = columns.iter().map(|texts| need(texts, room / count)).collect();
    let sum = |widths: &[f64]| widths.iter().sum::<f64>();
    let whole: Vec<f64> = needs.iter().map(|need| need.most).collect();
    let spare = room - sum(&whole);
    if spare >= 0.0 {
        return whole.into_iter().map(|width| width + spare / count).collect();
    }
    let least: Vec<f64> = needs.iter().map(|need| need.least).collect();
    let too_little = room / sum(&least);
    if too_little <= 1.0 {
        return least.into_iter().map(|width| width * too_little).collect();
    }
    let at = |scale: f64| -> Vec<f64> {
        needs.iter().map(|need| (scale * need.weight).clamp(need.least, need.most)).collect()
    };
    let (mut low, mut high) = (0.0, needs.iter().map(|need| need.most / need.weight.max(1.0)).fold(1.0, f64::max));
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if sum(&at(middle)) <= room { low = middle } else { high = middle }
    }
    let widths = at(low);
    let spare = (room - sum(&widths)).max(0.0) / count;
    widths.into_iter().map(|width| width + spare).collect()
}

/// Returns true if most of the texts are short, so that they look better in the middle of their column.
pub fn is_short<'a>(texts: impl Iterator<Item = &'a str>) -> bool {
    let lengths: Vec<usize> = texts.filter(|text| !text.is_empty()).map(longest_line).collect();
    lengths.iter().filter(|length| **length > SHORT).count() * 4 <= lengths.len()
}

fn need<T: AsRef<str>>(texts: &[T], by_hand: f64) -> Need {
    let most = texts.iter().map(|text| longest_line(text.as_ref())).max().unwrap_or(0);
    if texts.iter().skip(1).all(|text| text.as_ref().is_empty()) {
        let least = (most.min(SHORT) as f64).max(by_hand);
        return Need { least, most: least, weight: 0.0 };
    }
    let words = texts.iter().map(|text| longest_word(text.as_ref())).max().unwrap_or(0);
    let short = texts.iter().map(|text| longest_line(text.as_ref()).min(SHORT)).max().unwrap_or(0);
    let cubes: f64 = texts.iter().map(|text| (width(text.as_ref(), AmbiguousWidth::Wide) as f64).powi(3)).sum();
    // Digits and signs are wider in some fonts than half a Chinese character.
    let words = words.min(LONGEST_WORD) as f64 * 1.3;
    let most = (most as f64 + 1.0).max(words);
    Need { least: words.max(short as f64 + 1.0).min(most), most, weight: cubes.powf(0.25) }
}

fn longest_line(text: &str) -> usize {
    text.lines().map(|line| width(line, AmbiguousWidth::Wide)).max().unwrap_or(0)
}

/// Returns the length of the longest run of ASCII letters, digits and signs, which has no break.
fn longest_word(text: &str) -> usize {
    text.split(|c: char| !c.is_ascii_graphic()).map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(lengths: &[usize]) -> Vec<String> {
        ["列".to_string()].into_iter().chain(lengths.iter().map(|length| "字".repeat(*length))).collect()
    }

    /// Returns the lines of all rows, each as high as its longest cell.
    fn height(columns: &[Vec<String>], widths: &[f64]) -> usize {
        let rows = columns[0].len();
        let lines = |row: usize| {
            let of_cell = |(column, at): (&Vec<String>, &f64)| {
                (width(&column[row], AmbiguousWidth::Wide) as f64 / at).ceil() as usize
            };
            columns.iter().zip(widths).map(of_cell).max().unwrap_or(0)
        };
        (0..rows).map(lines).sum()
    }

    #[test]
    fn widths_fill_the_room() {
        for lengths in [&[1, 10, 5][..], &[1, 60, 60, 60, 20, 3, 3, 3, 30], &[200; 9], &[2; 9], &[5; 30], &[0, 400]] {
            let columns: Vec<Vec<String>> = lengths.iter().map(|length| column(&[*length])).collect();
            let widths = widths(&columns, 150.0);
            assert!((widths.iter().sum::<f64>() - 150.0).abs() < 0.01, "{lengths:?}: {widths:?}");
            assert!(widths.iter().all(|width| *width > 0.0), "{lengths:?}: {widths:?}");
        }
    }

    #[test]
    fn short_texts_are_not_broken_and_rows_are_low() {
        let columns = [column(&[2; 9]), column(&[4; 9]), column(&[20; 9]), column(&[60, 60, 60, 0, 0, 0, 9, 9, 80])];
        let found = widths(&columns, 100.0);
        assert!(found[0] >= 4.0 && found[1] >= 8.0, "{found:?}");
        assert!(height(&columns, &found) < height(&columns, &[25.0; 4]), "{found:?}");
    }

    #[test]
    fn a_column_to_be_filled_in_has_room() {
        let columns = [column(&[2; 9]), column(&[300; 9]), column(&[0; 9])];
        assert!(widths(&columns, 90.0)[2] >= 29.9);
    }

    #[test]
    fn columns_of_mostly_short_texts_are_short() {
        assert!(is_short(["已完成", "", "100%", "“十三五”末未开展工作，无相关数据", "95", "74"].into_iter()));
        assert!(!is_short(["", "县级财政配套资金有缺口", "", "数据共享不畅"].into_iter()));
    }
}
