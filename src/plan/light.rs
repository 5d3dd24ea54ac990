//! Lights (红黄绿灯): how a task stands against its milestone in a period, as places that dispatch by months colour it.
//!
//! A light is derived, never stored. Places differ in what turns which colour, and [`LightRules`] has the rules of four
//! of them; an office chooses and changes them in its settings.

use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::attainment::Scale;
use super::milestone::Checked;
use super::{Sense, Standing, Status};
use crate::text::width::AmbiguousWidth;
use crate::text::{Label, Language};

/// The light of a task in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Light {
    /// It was reached in time (绿灯).
    Green,
    /// It is due soon (蓝灯).
    Blue,
    /// It is behind, or was made up too late (黄灯).
    Yellow,
    /// It was missed (红灯).
    Red,
}

impl Light {
    /// Every light from the best to the worst.
    pub const ALL: [Light; 4] = [Light::Green, Light::Blue, Light::Yellow, Light::Red];

    /// The name in commands and files.
    pub fn name(self) -> &'static str {
        match self {
            Light::Green => "green",
            Light::Blue => "blue",
            Light::Yellow => "yellow",
            Light::Red => "red",
        }
    }

    /// Returns the light with whose label a text begins, as a cell of a list does.
    pub fn begun_by(text: &str, language: Language) -> Option<Light> {
        let rest = |light: &Light| text.strip_prefix(light.label(language));
        let ends = |rest: &str| rest.is_empty() || rest.starts_with([' ', '（']);
        Light::ALL.into_iter().find(|light| rest(light).is_some_and(ends))
    }

    /// The mark that tells it apart without its colour, one column wide where ambiguous characters are as `ambiguous`.
    pub fn mark(self, ambiguous: AmbiguousWidth) -> &'static str {
        let [narrow, ascii] = match self {
            Light::Green => ["●", "g"],
            Light::Blue => ["○", "b"],
            Light::Yellow => ["▲", "y"],
            Light::Red => ["■", "r"],
        };
        match ambiguous {
            AmbiguousWidth::Narrow => narrow,
            AmbiguousWidth::Wide => ascii,
        }
    }

    /// The character of the colour, for the cells of a chart on paper.
    pub fn short(self, language: Language) -> &'static str {
        let (zh, en) = match self {
            Light::Green => ("绿", "G"),
            Light::Blue => ("蓝", "B"),
            Light::Yellow => ("黄", "Y"),
            Light::Red => ("红", "R"),
        };
        language.pick(zh, en)
    }
}

impl Label for Light {
    fn label(&self, language: Language) -> &'static str {
        let (zh, en) = match self {
            Light::Green => ("绿灯", "green"),
            Light::Blue => ("蓝灯", "blue"),
            Light::Yellow => ("黄灯", "yellow"),
            Light::Red => ("红灯", "red"),
        };
        language.pick(zh, en)
    }
}

impl Label for Option<Light> {
    fn label(&self, language: Language) -> &'static str {
        self.map_or(language.pick("未到期", "not due"), |light| light.label(language))
    }
}

/// The distances from a milestone's figure at which the colours begin, once its day is over.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shortfall {
    /// The unit of `slow` and `behind`: percentage points between figures that are per cent themselves, or per cent of
    /// the planned figure.
    pub scale: Scale,
    /// More than this much below the planned figure is yellow.
    pub slow: f64,
    /// More than this much below it is red.
    pub behind: f64,
}

/// The rules by which an office sets its lights.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LightRules {
    /// The number of days before the last one from which on a light is blue; 0 for no blue lights.
    pub soon: u16,
    /// The light of a milestone that was reached after its day.
    pub made_up: Light,
    /// True if a task that is reported as lagging is yellow while its day is not over.
    pub lagging: bool,
    /// The rule for milestones whose figure is known in part; without it they are red like any other.
    pub shortfall: Option<Shortfall>,
}

/// The rules of a place, for an office to start from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LightPreset {
    /// 瓯海, 2020: reached in the month is green, missed red; made up later turns the month yellow.
    Ouhai,
    /// 宿迁, 2025: blue when due soon, yellow when behind, red when overdue until it is done. How many days are soon is
    /// not told there.
    Suqian,
    /// 银川, 2025: at or above the planned figure green, 10 to 30 percentage points below it yellow, further below red.
    Yinchuan,
    /// 天津, 2022: at or above the planned figure green, up to 30 % below it yellow, further below red.
    Tianjin,
}

impl LightPreset {
    /// Returns the rules of the place.
    pub fn rules(self) -> LightRules {
        let plain = LightRules { soon: 0, made_up: Light::Green, lagging: false, shortfall: None };
        let shortfall = |scale, slow| Some(Shortfall { scale, slow, behind: 30.0 });
        match self {
            LightPreset::Ouhai => LightRules { made_up: Light::Yellow, ..plain },
            LightPreset::Suqian => LightRules { soon: 7, lagging: true, ..plain },
            LightPreset::Yinchuan => LightRules { shortfall: shortfall(Scale::Points, 10.0), ..plain },
            LightPreset::Tianjin => LightRules { shortfall: shortfall(Scale::Share, 0.0), ..plain },
        }
    }
}

/// As 瓯海, with blue lights a week before a day and yellow ones for what is reported as lagging.
impl Default for LightRules {
    fn default() -> Self {
        LightRules { soon: 7, made_up: Light::Yellow, lagging: true, shortfall: None }
    }
}

impl LightRules {
    /// Returns the light of a task that stands so in a period that ends on a day: that of its milestone, and without one
    /// that of its own due day. `None` where nothing is due yet.
    pub(super) fn light(
        &self,
        standing: &Standing,
        milestone: Option<Checked<'_>>,
        end: Option<Date>,
        today: Date,
    ) -> Option<Light> {
        if !standing.is_asked() || standing.status.is_some_and(|status| status.sense() == Sense::Changed) {
            return None;
        }
        let is_done = standing.status.is_some_and(Status::is_done);
        let day = standing.due.map(|due| due.last_day()).filter(|day| end.is_none_or(|end| *day <= end));
        match milestone {
            Some(checked) if checked.reached().is_some_and(|day| day > checked.day) => Some(self.made_up),
            Some(checked) if checked.reached().is_some() => Some(Light::Green),
            _ if is_done => Some(Light::Green),
            Some(checked) if today > checked.day => Some(self.of_shortfall(checked)),
            None if standing.is_overdue => Some(Light::Red),
            _ if self.lagging && standing.status.is_some_and(|status| status.sense() == Sense::Behind) => {
                Some(Light::Yellow)
            }
            _ => milestone
                .map(|checked| checked.day)
                .or(day)
                .filter(|day| self.is_soon(*day, today))
                .map(|_| Light::Blue),
        }
    }

    /// Returns the light of a milestone whose day is over and that is not reached.
    fn of_shortfall(&self, checked: Checked<'_>) -> Light {
        // Decimal figures are not exact in binary.
        const NOISE: f64 = 1e-6;
        let (Some(Shortfall { scale, slow, behind }), Some((planned, so_far))) = (self.shortfall, checked.figures())
        else {
            return Light::Red;
        };
        let below = match scale {
            Scale::Points => planned - so_far,
            Scale::Share => (planned - so_far) / planned.abs() * 100.0,
        };
        match below {
            _ if below <= slow + NOISE => Light::Green,
            _ if below <= behind + NOISE => Light::Yellow,
            _ => Light::Red,
        }
    }

    fn is_soon(&self, day: Date, today: Date) -> bool {
        let left = (day - today).get_days();
        self.soon > 0 && (0..=i32::from(self.soon)).contains(&left)
    }
}

/// A text that names no light.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Language::En))]
pub struct BadLight(pub String);

impl BadLight {
    /// The message for a person, with what is possible.
    pub fn text(&self, language: Language) -> String {
        let BadLight(text) = self;
        match language {
            Language::Zh => format!("“{text}”不是灯色；请写 red（红灯）、yellow（黄灯）、blue（蓝灯）或 green（绿灯）"),
            Language::En => {
                format!("“{text}” is no light; write red (红灯), yellow (黄灯), blue (蓝灯) or green (绿灯)")
            }
        }
    }
}

impl FromStr for Light {
    type Err = BadLight;

    fn from_str(text: &str) -> Result<Self, BadLight> {
        let bare = text.trim().trim_end_matches(['灯', '色']);
        let is_named = |light: &Light| bare == light.name() || bare == light.short(Language::Zh);
        Light::ALL.into_iter().find(is_named).ok_or_else(|| BadLight(text.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Milestone, Outcome, Phase, Review};

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    /// The light of a milestone for the end of March, as seen on a day.
    fn light(rules: LightRules, status: Option<Status>, outcome: Outcome, planned: f64, today: &str) -> Option<Light> {
        let review = Review { status, ..Review::default() };
        let standing = Standing::new(Some(&review), None, day("2026-03-31"), Phase::Open);
        let milestone = Milestone { title: "开工".into(), figure: Some(planned), due: None };
        let checked = Checked { milestone: &milestone, outcome: Some(&outcome), day: day("2026-03-31") };
        rules.light(&standing, Some(checked), Some(day("2026-03-31")), day(today))
    }

    fn reached(on: &str) -> Outcome {
        Outcome { reached: Some(day(on)), ..Outcome::default() }
    }

    fn so_far(figure: f64) -> Outcome {
        Outcome { figure: Some(figure), ..Outcome::default() }
    }

    #[test]
    fn each_place_has_its_own_lights() {
        use Light::{Blue, Green, Red, Yellow};
        let places = [LightPreset::Ouhai, LightPreset::Suqian, LightPreset::Yinchuan, LightPreset::Tianjin];
        let lagging = Some(Status::Lagging);
        for (what, status, outcome, today, lights) in [
            ("early", None, Outcome::default(), "2026-03-01", [None, None, None, None]),
            ("a week before", None, Outcome::default(), "2026-03-24", [None, Some(Blue), None, None]),
            ("on its day", None, Outcome::default(), "2026-03-31", [None, Some(Blue), None, None]),
            ("lagging", lagging, Outcome::default(), "2026-03-24", [None, Some(Yellow), None, None]),
            ("missed", None, Outcome::default(), "2026-04-01", [Some(Red); 4]),
            ("in time", None, reached("2026-03-31"), "2026-04-20", [Some(Green); 4]),
            ("late", None, reached("2026-04-09"), "2026-04-20", [Some(Yellow), Some(Green), Some(Green), Some(Green)]),
            ("done", Some(Status::Completed), Outcome::default(), "2026-04-20", [Some(Green); 4]),
            ("adjusted", Some(Status::Adjusted), Outcome::default(), "2026-04-20", [None; 4]),
            ("10 of 50 below", None, so_far(40.0), "2026-04-01", [Some(Red), Some(Red), Some(Green), Some(Yellow)]),
            ("15 of 50 below", None, so_far(35.0), "2026-04-01", [Some(Red), Some(Red), Some(Yellow), Some(Yellow)]),
            ("20 of 50 below", None, so_far(30.0), "2026-04-01", [Some(Red), Some(Red), Some(Yellow), Some(Red)]),
            ("31 of 50 below", None, so_far(19.0), "2026-04-01", [Some(Red); 4]),
        ] {
            let seen = places.map(|place| light(place.rules(), status, outcome.clone(), 50.0, today));
            assert_eq!(seen, lights, "{what}");
        }
    }

    #[test]
    fn without_a_milestone_the_own_due_day_of_a_task_counts() {
        let rules = LightRules::default();
        for (due, status, today, light) in [
            ("2026-03-20", None, "2026-03-01", None),
            ("2026-03-20", None, "2026-03-15", Some(Light::Blue)),
            ("2026-03-20", None, "2026-03-21", Some(Light::Red)),
            ("2026-03-20", Some(Status::InProgress), "2026-03-21", Some(Light::Red)),
            ("2026-03-20", Some(Status::Completed), "2026-03-21", Some(Light::Green)),
            ("2026-03-20", Some(Status::Adjusted), "2026-03-21", None),
            ("2026-04-02", None, "2026-03-30", None),
            ("2026-12-31", Some(Status::Lagging), "2026-03-15", Some(Light::Yellow)),
        ] {
            let (review, end) = (Review { status, ..Review::default() }, day("2026-03-31"));
            let over = end.min(day(today).yesterday().unwrap());
            let standing = Standing::new(Some(&review), due.parse().ok(), over, Phase::Open);
            assert_eq!(rules.light(&standing, None, Some(end), day(today)), light, "{due} {status:?} {today}");
        }
        let outside = Standing::new(None, "2026-03-20".parse().ok(), day("2026-03-31"), Phase::Outside);
        assert_eq!(rules.light(&outside, None, None, day("2026-04-01")), None);
    }

    #[test]
    fn lights_are_read_in_both_languages() {
        for light in Light::ALL {
            for text in [light.name(), light.label(Language::Zh), light.short(Language::Zh)] {
                assert_eq!(text.parse(), Ok(light), "{text}");
            }
        }
        assert!("purple".parse::<Light>().is_err());
    }
}
