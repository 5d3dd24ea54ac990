//! Figures: rounding as people and spreadsheets do it.

/// Rounds to so many decimals as spreadsheets do: half away from zero, by the decimal digits of the value and not by
/// its binary approximation, so that 1.005 becomes 1.01.
pub fn rounded(value: f64, decimals: usize) -> f64 {
    let text = value.abs().to_string();
    let Some((whole, fraction)) = text.split_once('.') else { return value };
    let Some(next) = fraction.as_bytes().get(decimals) else { return value };
    // A value with a fraction has at most seventeen digits.
    let Ok(kept) = format!("{whole}{}", &fraction[..decimals]).parse::<u128>() else { return value };
    let digits = (kept + u128::from(*next >= b'5')).to_string();
    let digits = format!("{}{digits}", "0".repeat((decimals + 1).saturating_sub(digits.len())));
    let (whole, fraction) = digits.split_at(digits.len() - decimals);
    format!("{whole}.{fraction}0").parse::<f64>().map_or(value, |rounded| rounded.copysign(value))
}

/// Returns a figure as it was entered, without the noise of binary fractions: at most six decimals, and no needless ones.
pub fn plain(value: f64) -> String {
    rounded(value, 6).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_that_was_entered_is_shown_whole() {
        for (value, shown) in [(0.125, "0.125"), (0.1 + 0.2, "0.3"), (1140.0, "1140"), (-2.5, "-2.5")] {
            assert_eq!(plain(value), shown);
        }
    }

    #[test]
    fn figures_are_rounded_as_in_a_spreadsheet() {
        for (value, decimals, expected) in [
            (1.005, 2, 1.01),
            (2.675, 2, 2.68),
            (-1.005, 2, -1.01),
            (0.125, 2, 0.13),
            (0.004, 2, 0.0),
            (99.995, 2, 100.0),
            (12.5, 0, 13.0),
            (17.0, 2, 17.0),
            (1e300, 2, 1e300),
            (5e-324, 2, 0.0),
        ] {
            assert_eq!(rounded(value, decimals), expected, "{value}");
        }
        assert!(rounded(f64::NAN, 2).is_nan());
    }
}
