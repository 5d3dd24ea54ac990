//! Settings (设置) of an office for everybody who works with a store, in `settings.toml` in its folder.
//!
//! ```toml
//! [thresholds]
//! preset = "yinchuan"        # or "tianjin"; any of the five below overrides it
//! scale = "points"           # or "share"
//! faster = 0.0
//! slow = 10.0
//! behind = 30.0
//! about = 1.0
//!
//! [lights]
//! preset = "ouhai"           # or "suqian", "yinchuan", "tianjin"; any of those below overrides it
//! soon = 7                   # days before its day from which on a milestone is blue; 0 for never
//! made-up = "yellow"         # the light of a milestone that was reached too late
//! lagging = true             # yellow for what is reported as lagging before its day is over
//! scale = "points"           # or "share": figures below the planned one are green, yellow or red by slow and behind
//! slow = 10.0
//! behind = 30.0
//!
//! [cases]
//! preset = "13710"           # days within which cases go on; any of those below overrides it
//! start = 1                  # to be handed over, signed for, and to have an extension decided
//! first = 3                  # from the hand-over to the first word
//! answer = 7                 # to the answer
//! done = 10                  # to the end
//!
//! [check]
//! off = ["no-due-year"]      # disabled rules of the plan check
//!
//! [backup]
//! keep = 7                   # daily backups kept; 0 makes none
//!
//! [reminders]
//! deadline = "12月25日"      # the date until which a review is expected
//! contact = "规划科 王芳 0000-1234567"
//! ```

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::plan::attainment::Scale;
use crate::plan::case::CasePreset;
use crate::plan::light::Shortfall;
use crate::plan::{CaseLimits, Light, LightPreset, LightRules, Thresholds};
use crate::text::clean::{sanitise_line, shown_path};
use crate::text::{Language, settings_file};

/// The name of the file.
pub const FILE: &str = "settings.toml";

/// The settings of an office, with defaults for those missing in the file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Settings {
    /// The thresholds by which indicators are judged.
    pub thresholds: Thresholds,
    /// The rules by which lights are set.
    pub lights: LightRules,
    /// The time limits of supervision cases.
    pub cases: CaseLimits,
    /// The names of disabled rules of the plan check.
    pub checks_off: Vec<String>,
    /// The number of daily backups to keep.
    pub backup: Backup,
    /// The texts of reminders.
    pub reminders: Reminders,
}

/// The texts of reminders that an office can set.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Reminders {
    /// The date until which a review is expected.
    pub deadline: Option<String>,
    /// The person to report to, with a telephone number.
    pub contact: Option<String>,
}

/// The policy for daily backups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Backup {
    /// The number of daily backups to keep; 0 for none.
    pub keep: usize,
}

impl Default for Backup {
    fn default() -> Self {
        Backup { keep: 7 }
    }
}

/// A settings file that can't be parsed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Language::En))]
pub struct BadSettings {
    path: PathBuf,
    /// The parser's message, with line and column.
    why: String,
}

impl BadSettings {
    /// Returns the message for a person.
    pub fn text(&self, language: Language) -> String {
        let BadSettings { path, why } = self;
        let path = shown_path(path);
        match language {
            Language::Zh => format!("设置文件 {path} 有误，请改正或删除该文件：\n{why}"),
            Language::En => format!("{path} can't be read as settings; mend it or remove it:\n{why}"),
        }
    }
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct File {
    thresholds: Chosen,
    lights: ChosenLights,
    cases: ChosenLimits,
    check: Check,
    backup: Backup,
    reminders: Reminders,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Check {
    off: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Chosen {
    preset: Option<Preset>,
    scale: Option<Scale>,
    faster: Option<f64>,
    slow: Option<f64>,
    behind: Option<f64>,
    about: Option<f64>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct ChosenLights {
    preset: Option<LightPreset>,
    soon: Option<u16>,
    made_up: Option<Light>,
    lagging: Option<bool>,
    scale: Option<Scale>,
    slow: Option<f64>,
    behind: Option<f64>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct ChosenLimits {
    preset: Option<CasePreset>,
    start: Option<u16>,
    first: Option<u16>,
    answer: Option<u16>,
    done: Option<u16>,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "kebab-case")]
enum Preset {
    Yinchuan,
    Tianjin,
}

impl Chosen {
    fn thresholds(self) -> Thresholds {
        let preset = match self.preset {
            Some(Preset::Tianjin) => Thresholds::TIANJIN,
            Some(Preset::Yinchuan) | None => Thresholds::YINCHUAN,
        };
        Thresholds {
            scale: self.scale.unwrap_or(preset.scale),
            faster: self.faster.unwrap_or(preset.faster),
            slow: self.slow.unwrap_or(preset.slow),
            behind: self.behind.unwrap_or(preset.behind),
            about: self.about.unwrap_or(preset.about),
        }
    }
}

impl ChosenLights {
    fn rules(self) -> Result<LightRules, String> {
        let preset = self.preset.map(LightPreset::rules).unwrap_or_default();
        let shortfall = match (preset.shortfall, self.scale, self.slow, self.behind) {
            (None, None, None, None) => None,
            (Some(preset), scale, slow, behind) => Some(Shortfall {
                scale: scale.unwrap_or(preset.scale),
                slow: slow.unwrap_or(preset.slow),
                behind: behind.unwrap_or(preset.behind),
            }),
            (None, Some(scale), Some(slow), Some(behind)) => Some(Shortfall { scale, slow, behind }),
            (None, ..) => {
                return Err("[lights] needs scale, slow and behind together, or a preset that has them".into());
            }
        };
        let is_distance = |distance: f64| distance.is_finite() && distance >= 0.0;
        if shortfall.is_some_and(|s| !is_distance(s.slow) || !is_distance(s.behind) || s.slow > s.behind) {
            return Err("[lights] slow and behind are 0 or more, and slow is at most as large as behind".into());
        }
        Ok(LightRules {
            soon: self.soon.unwrap_or(preset.soon),
            made_up: self.made_up.unwrap_or(preset.made_up),
            lagging: self.lagging.unwrap_or(preset.lagging),
            shortfall,
        })
    }
}

impl ChosenLimits {
    fn limits(self) -> Result<CaseLimits, String> {
        let preset = self.preset.map(CasePreset::limits).unwrap_or_default();
        let limits = CaseLimits {
            start: self.start.unwrap_or(preset.start),
            first: self.first.unwrap_or(preset.first),
            answer: self.answer.unwrap_or(preset.answer),
            done: self.done.unwrap_or(preset.done),
        };
        match limits.are_in_order() {
            true => Ok(limits),
            false => Err("[cases] first is at most as large as answer, and answer as done".into()),
        }
    }
}

impl Settings {
    /// Returns the settings of the store in a folder; the defaults if there is no file.
    ///
    /// # Errors
    /// [`BadSettings`] if the file can't be read, or has an unknown setting.
    pub fn read(folder: &Path) -> Result<Settings, BadSettings> {
        let path = folder.join(FILE);
        let bad = |why: String| BadSettings { path: path.clone(), why };
        let text = match fs::File::open(&path).and_then(settings_file::read) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Settings::default()),
            Err(error) => return Err(bad(error.to_string())),
        };
        let file: File = toml::from_str(&text).map_err(|error| bad(error.to_string()))?;
        let thresholds = file.thresholds.thresholds();
        let all = [thresholds.faster, thresholds.slow, thresholds.behind, thresholds.about];
        if all.iter().any(|x| !x.is_finite() || *x < 0.0) {
            return Err(bad("faster, slow, behind and about are 0 or more".to_string()));
        }
        if thresholds.slow > thresholds.behind {
            return Err(bad("slow is at most as large as behind".to_string()));
        }
        let lights = file.lights.rules().map_err(bad)?;
        let cases = file.cases.limits().map_err(bad)?;
        let Reminders { deadline, contact } = file.reminders;
        let [deadline, contact] = [deadline, contact].map(|words| words.map(|words| sanitise_line(&words)));
        let reminders = Reminders { deadline, contact };
        Ok(Settings { thresholds, lights, cases, checks_off: file.check.off, backup: file.backup, reminders })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Settings, BadSettings> {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(FILE), text).unwrap();
        Settings::read(folder.path())
    }

    #[test]
    fn without_a_file_the_defaults_apply() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Settings::read(folder.path()), Ok(Settings::default()));
        assert_eq!(Settings::default().backup.keep, 7);
    }

    #[test]
    fn a_preset_can_be_overridden_in_part() {
        let settings =
            read("[thresholds]\npreset = \"tianjin\"\nbehind = 20.0\n[check]\noff = [\"repeated\"]").unwrap();
        assert_eq!(settings.thresholds, Thresholds { behind: 20.0, ..Thresholds::TIANJIN });
        assert_eq!(settings.checks_off, ["repeated"]);
    }

    #[test]
    fn lights_follow_a_preset_and_its_overrides() {
        for (text, rules) in [
            ("", LightRules::default()),
            ("preset = \"ouhai\"", LightPreset::Ouhai.rules()),
            ("preset = \"suqian\"\nsoon = 3", LightRules { soon: 3, ..LightPreset::Suqian.rules() }),
            ("made-up = \"red\"", LightRules { made_up: Light::Red, ..LightRules::default() }),
            ("lagging = false", LightRules { lagging: false, ..LightRules::default() }),
        ] {
            assert_eq!(read(&format!("[lights]\n{text}")).unwrap().lights, rules, "{text}");
        }
        let shortfall = |text: &str| read(&format!("[lights]\n{text}")).map(|settings| settings.lights.shortfall);
        let points = Shortfall { scale: Scale::Points, slow: 5.0, behind: 30.0 };
        assert_eq!(shortfall("preset = \"yinchuan\"\nslow = 5.0"), Ok(Some(points)));
        let share = Shortfall { scale: Scale::Share, slow: 0.0, behind: 20.0 };
        assert_eq!(shortfall("scale = \"share\"\nslow = 0.0\nbehind = 20.0"), Ok(Some(share)));
        for wrong in ["slow = 5.0", "preset = \"tianjin\"\nslow = 40.0", "preset = \"nowhere\"", "made_up = \"red\""] {
            assert!(shortfall(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_time_limits_of_cases_follow_a_preset_and_its_overrides() {
        let limits = |text: &str| read(&format!("[cases]\n{text}")).map(|settings| settings.cases);
        let usual = CaseLimits { start: 1, first: 3, answer: 7, done: 10 };
        for (text, expected) in [
            ("", usual),
            ("preset = \"13710\"", usual),
            ("preset = \"13710\"\nanswer = 5", CaseLimits { answer: 5, ..usual }),
            ("start = 2\nfirst = 5\nanswer = 15\ndone = 20", CaseLimits { start: 2, first: 5, answer: 15, done: 20 }),
        ] {
            assert_eq!(limits(text), Ok(expected), "{text}");
        }
        for wrong in ["preset = \"137\"", "answer = -1", "answer = 11", "first = 8", "days = 3"] {
            assert!(limits(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn reminder_texts_are_read_without_control_characters() {
        let settings = read("[reminders]\ndeadline = \"12月25日\"\ncontact = \"王芳\\u001b[31m\"").unwrap();
        let expected = Reminders { deadline: Some("12月25日".into()), contact: Some("王芳[31m".into()) };
        assert_eq!(settings.reminders, expected);
    }

    #[test]
    fn an_unknown_setting_is_reported_with_its_line() {
        let told = read("[thresholds]\nbehnid = 20.0").unwrap_err().text(Language::En);
        assert!(told.contains("line 2") && told.contains("behnid") && told.contains(FILE), "{told}");
        assert!(read("[thresholds]\nbehind = -1.0").is_err());
        assert!(read("[thresholds]\nbehind = 5.0").unwrap_err().text(Language::En).contains("slow"));
        assert!(read("[thresholds]\nslow = 3.0\nbehind = 5.0").is_ok());
    }
}
