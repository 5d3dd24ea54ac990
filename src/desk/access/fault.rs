//! Errors in `access.toml`, with advice.

use std::path::PathBuf;

use super::Role;
use crate::text::Language;
use crate::text::clean::shown_path;

/// An `access.toml` that can't be used. Until it is mended, nobody may change anything.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Language::En))]
pub struct AccessError {
    /// The path of the file.
    pub file: PathBuf,
    /// The problem.
    pub trouble: Trouble,
}

/// A problem with the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// The file can't be read. Holds the system's message.
    Unreadable(String),
    /// Others than its owner may write to it. Holds its mode.
    Writable(u32),
    /// It belongs to another account than the store does.
    Foreign,
    /// The faults of its content, with their lines from 1.
    Faults(Vec<(usize, AccessFault)>),
}

/// A fault in the content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccessFault {
    /// The file is not TOML. Holds the parser's message.
    Toml(String),
    /// A setting that does not exist, and the most similar one that does.
    Setting(String, Option<String>),
    /// A setting whose value has the wrong type.
    Value(String, Shape),
    /// A role that does not exist, and the most similar one that does.
    Role(String, Option<String>),
    /// A department that does not exist, and similar ones.
    Department(String, Vec<String>),
    /// A text that is not a fingerprint.
    Fingerprint(String),
    /// A text that is the id of neither an indicator nor a plan.
    Indicator(String),
    /// A person without a required setting.
    Missing(&'static str),
    /// A person without an account or key. Holds the name.
    NotKnown(String),
    /// A reporter without a department. Holds the name.
    NoDepartment(String),
    /// A group that does not exist on this machine.
    Group(String),
    /// A name, account or key that two people have.
    Twice(String),
}

/// The required type of a setting's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A text.
    Text,
    /// A text or a list of texts.
    Texts,
    /// Tables `[[person]]`.
    People,
}

impl AccessError {
    /// Returns the message for a person, with what to do.
    pub fn text(&self, language: Language) -> String {
        let file = shown_path(&self.file);
        match (&self.trouble, language) {
            (Trouble::Unreadable(why), Language::Zh) => {
                format!("无法读取 {file}（{why}）；在它可用之前，任何人不能更改数据")
            }
            (Trouble::Unreadable(why), Language::En) => {
                format!("{file} can't be read ({why}); nobody may change anything until it can")
            }
            (Trouble::Writable(mode), Language::Zh) => {
                format!("{file} 可被他人改写（权限 {mode:o}），因此不予采用；请运行 chmod 600 {file}")
            }
            (Trouble::Writable(mode), Language::En) => {
                format!("{file} can be written by others (mode {mode:o}), so it is not trusted; run chmod 600 {file}")
            }
            (Trouble::Foreign, Language::Zh) => {
                format!("{file} 不属于数据文件夹的主人，因此不予采用；请用 chown 改正")
            }
            (Trouble::Foreign, Language::En) => {
                format!("{file} does not belong to the owner of the store, so it is not trusted; mend it with chown")
            }
            (Trouble::Faults(faults), language) => {
                let lines = faults.iter().map(|(line, fault)| format!("{file}:{line}: {}", fault.text(language)));
                let hint = language.pick(
                    "在改正之前，任何人不能更改数据；plandesk access 可检查此文件",
                    "nobody may change anything until it is mended; plandesk access checks the file",
                );
                lines.chain([hint.to_string()]).collect::<Vec<_>>().join("\n")
            }
        }
    }
}

impl AccessFault {
    /// Returns the message with advice, without the line.
    pub fn text(&self, language: Language) -> String {
        match language {
            Language::Zh => self.chinese(),
            Language::En => self.english(),
        }
    }

    fn chinese(&self) -> String {
        let meant = |near: &Option<String>| near.as_ref().map_or_else(String::new, |s| format!("，是否为“{s}”？"));
        match self {
            AccessFault::Toml(message) => format!("不是 TOML 格式：{message}"),
            AccessFault::Setting(name, near) => format!("没有名为“{name}”的设置{}", meant(near)),
            AccessFault::Value(name, shape) => format!("“{name}”应为{}", shape.text(Language::Zh)),
            AccessFault::Role(name, near) => format!("没有名为“{name}”的角色；可用 {}{}", roles("、"), meant(near)),
            AccessFault::Department(name, near) if near.is_empty() => {
                format!(
                    "单位名录和现有任务中都没有“{name}”（名录见 plandesk departments）；名称无误的，请先去掉此人，给该单位分派任务后再登记"
                )
            }
            AccessFault::Department(name, near) => {
                format!("单位名录和现有任务中都没有“{name}”；相近的有 {}", near.join("、"))
            }
            AccessFault::Fingerprint(text) => {
                format!("“{text}”不是 SSH 公钥指纹；形如 SHA256:…，由 ssh-keygen -lf 公钥文件 打印")
            }
            AccessFault::Indicator(text) => {
                format!("“{text}”不是指标或规划的 id；形如 kashi-wsjk-2025/i7 或 kashi-wsjk-2025")
            }
            AccessFault::Missing(setting) => format!("此人缺少 {setting}"),
            AccessFault::NotKnown(name) => format!("无从认出 {name}；请写 unix（账号）或 key（公钥指纹）"),
            AccessFault::NoDepartment(name) => format!("填报员 {name} 没有单位；请写 department"),
            AccessFault::Group(name) => {
                format!(
                    "本机没有名为“{name}”的用户组；可用 groupadd {name} 建立，再用 usermod -aG {name} 账号 加入成员"
                )
            }
            AccessFault::Twice(what) => format!("“{what}”已用于另一人；每人须各不相同"),
        }
    }

    fn english(&self) -> String {
        let meant = |near: &Option<String>| near.as_ref().map_or_else(String::new, |s| format!("; do you mean “{s}”?"));
        match self {
            AccessFault::Toml(message) => format!("this is not TOML: {message}"),
            AccessFault::Setting(name, near) => format!("there is no setting “{name}”{}", meant(near)),
            AccessFault::Value(name, shape) => format!("“{name}” takes {}", shape.text(Language::En)),
            AccessFault::Role(name, near) => {
                format!("there is no role “{name}”; there are {}{}", roles(", "), meant(near))
            }
            AccessFault::Department(name, near) if near.is_empty() => {
                format!(
                    "neither the registry nor any task has a department “{name}” (plandesk departments lists them); if it is right, leave this person out, give the department a task, and put the person back"
                )
            }
            AccessFault::Department(name, near) => {
                format!("neither the registry nor any task has a department “{name}”; like it are {}", near.join(", "))
            }
            AccessFault::Fingerprint(text) => {
                format!("“{text}” is no fingerprint of an SSH key: SHA256:…, as ssh-keygen -lf prints it")
            }
            AccessFault::Indicator(text) => {
                format!("“{text}” is no id of an indicator or a plan, such as kashi-wsjk-2025/i7 or kashi-wsjk-2025")
            }
            AccessFault::Missing(setting) => format!("this person has no {setting}"),
            AccessFault::NotKnown(name) => format!("{name} can't be told from others; give unix (account) or key"),
            AccessFault::NoDepartment(name) => format!("the reporter {name} has no department; give one"),
            AccessFault::Group(name) => format!(
                "this machine has no group “{name}”; make it with groupadd {name}, and add members with usermod -aG {name} ACCOUNT"
            ),
            AccessFault::Twice(what) => format!("“{what}” is another person's already; each must have their own"),
        }
    }
}

fn roles(comma: &str) -> String {
    Role::ALL.map(Role::name).join(comma)
}

impl Shape {
    fn text(self, language: Language) -> &'static str {
        match self {
            Shape::Text => language.pick("一段文字", "a text"),
            Shape::Texts => language.pick("一段文字，或列表 [\"…\", \"…\"]", "a text, or a list [\"…\", \"…\"]"),
            Shape::People => language.pick("若干 [[person]] 表", "tables [[person]]"),
        }
    }
}
