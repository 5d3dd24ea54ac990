//! Refusals: the reasons why a command is not allowed, with what to do, in both languages.

use super::access::{AccessError, Forbidden};
use super::cases::CaseFault;
use super::departments::ListFault;
use super::limits::LONGEST_TEXT;
use crate::import::Unlike;
use crate::import::edition::Loss;
use jiff::civil::Date;

use crate::plan::fate::Unfitting;
use crate::plan::{Due, FateKind, ItemId, Period, PlanId, Record, Subject, Term, TextField, Year};
use crate::text::Language;
use crate::text::time::to_the_minute;

/// The reason why a command is not allowed. The `Display` text is English; [`Refusal::text`] gives either language.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Language::En))]
pub enum Refusal {
    /// The task or project does not exist.
    NoTask(ItemId),
    /// The indicator does not exist.
    NoIndicator(ItemId),
    /// Indicators can't have a due date, since they are due in the years of their targets.
    NeverDue(ItemId),
    /// The plan does not exist.
    NoPlan(PlanId),
    /// The plan is archived and can't be changed.
    Archived(PlanId),
    /// The plan can't be removed, because another one builds on it.
    CarriedOut {
        /// The plan.
        plan: PlanId,
        /// The title of the other plan.
        by: String,
    },
    /// The review of the period names no problem.
    NoProblem {
        /// The task or project.
        item: ItemId,
        /// The period.
        period: Period,
    },
    /// The two items can't be the same measure.
    NoPair {
        /// One of them.
        one: ItemId,
        /// The other.
        other: ItemId,
    },
    /// A plan that is to continue one which does not begin before it.
    NotLater {
        /// The plan.
        plan: PlanId,
        /// The one that is to be the earlier plan.
        of: PlanId,
    },
    /// A fate that leads into a plan which does not continue that of the item.
    NotSuccessor {
        /// The plan.
        plan: PlanId,
        /// The plan of the item.
        of: PlanId,
    },
    /// An indicator that continues none with a sealed reading at the end of its plan.
    NoLastReading(ItemId),
    /// A fate that the item cannot have.
    NoFate {
        /// The item.
        item: ItemId,
        /// The fate.
        kind: FateKind,
        /// Why.
        why: Unfitting,
    },
    /// The item, heading or box does not exist.
    NoSubject(Subject),
    /// The subject does not have the field, or the field does not allow the value.
    NoSuchText {
        /// The field.
        field: TextField,
        /// The value.
        text: String,
    },
    /// The outline is empty.
    EmptyOutline,
    /// A line of an outline has no title.
    OutlineLine {
        /// The line number, from 1.
        line: usize,
        /// The line.
        text: String,
    },
    /// A field that was adjusted can't be corrected.
    IsAdjusted {
        /// The subject of the field.
        subject: Subject,
        /// The field.
        field: TextField,
    },
    /// The step does not exist, or a new one has no title.
    NoStep {
        /// The task or project.
        item: ItemId,
        /// The number.
        number: u32,
    },
    /// The task has no milestone in the period.
    NoMilestone {
        /// The task or project.
        item: ItemId,
        /// The period.
        period: Period,
    },
    /// The milestone is due outside of its period.
    NotInPeriod {
        /// The period.
        period: Period,
        /// The due date.
        due: Due,
    },
    /// Nothing can be recorded for a future day.
    DayToCome(Date),
    /// A case can't be opened or moved on.
    Case(CaseFault),
    /// An adjustment or an ending requires a reason.
    NoReason,
    /// An adjustment with a day of effect that can't be parsed.
    NoSuchDay(String),
    /// The period is sealed, and no reason for changing it was given.
    Sealed {
        /// The plan's title.
        plan: String,
        /// The period.
        period: Period,
    },
    /// Nothing was reviewed in the period to be sealed.
    NothingToSeal {
        /// The plan's title.
        plan: String,
        /// The period.
        period: Period,
    },
    /// The plan's term does not have the period.
    NotInTerm {
        /// The plan's title.
        plan: String,
        /// The plan's term.
        term: Term,
        /// The period.
        period: Period,
    },
    /// The plan does not require reviews in such periods.
    NotKept {
        /// The plan's title.
        plan: String,
        /// The period.
        period: Period,
    },
    /// The plan requires reviews in the period for marked tasks only, and this one is not marked.
    NotMarked {
        /// The task.
        item: ItemId,
        /// The period.
        period: Period,
    },
    /// A plan must keep at least one kind of periods.
    LastKind {
        /// The plan's title.
        plan: String,
    },
    /// The year is outside of the term.
    YearOutsideTerm {
        /// The plan's term.
        term: Term,
        /// The year.
        year: Year,
    },
    /// The reading is not a finite number.
    NotANumber,
    /// The text is too long for a field.
    TooLong {
        /// The record.
        record: Record,
        /// The length of the text in bytes.
        bytes: usize,
    },
    /// The record was changed after the command was prepared.
    ChangedMeanwhile(String),
    /// There is no change of the person's own to undo.
    NothingToUndo,
    /// The person has undone nothing, or has changed something since.
    NothingToRedo,
    /// A later entry depends on the one to be undone or redone.
    BuiltOn(Box<BuiltOn>),
    /// The permissions of the person do not allow it.
    Forbidden(Box<Forbidden>),
    /// The client is not known.
    Stranger {
        /// The name, account or key of the client.
        who: String,
        /// The names of the people who can admit them, besides the store's owner.
        admins: Vec<String>,
    },
    /// `access.toml` can't be used, so permissions are unknown.
    Access(AccessError),
    /// The list of departments would be invalid.
    List(Box<ListFault>),
    /// The text does not look like a plan, and nobody has confirmed that it is one.
    Unlike {
        /// The name of the file.
        file: String,
        /// The kind of text that it seems to be.
        unlike: Unlike,
    },
    /// A new edition removes so many items that a person must agree first.
    WouldDrop {
        /// The plan's title.
        plan: String,
        /// The items that it removes.
        loss: Loss,
    },
    /// A bundled document can't be read, which is a bug of plandesk.
    Bundled {
        /// The name of the file.
        file: String,
        /// The importer's message.
        why: String,
    },
}

/// The latest entry that depends on another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuiltOn {
    /// The number of the entry.
    pub seq: u64,
    /// The time at which it was made.
    pub at: String,
    /// The person who made it.
    pub who: String,
    /// The record on which both depend.
    pub record: Record,
}

impl Refusal {
    /// Returns the message for a person.
    pub fn text(&self, language: Language) -> String {
        match language {
            Language::Zh => self.chinese(),
            Language::En => self.english(),
        }
    }

    fn chinese(&self) -> String {
        match self {
            Refusal::NoTask(id) => format!("没有任务或项目 {id}；用 plandesk tasks 查看编号"),
            Refusal::NeverDue(id) => format!("{id} 是指标，时限即目标年份；目标用 plandesk edit {id} --target 更改"),
            Refusal::NoIndicator(id) => format!("没有指标 {id}；用 plandesk indicators 查看编号"),
            Refusal::NoPlan(id) => format!("没有规划 {id}；用 plandesk plans 查看"),
            Refusal::Archived(id) => {
                format!("{id} 已归档，内容不再更改；确需更改的，请先取消归档（plandesk unarchive {id}）")
            }
            Refusal::CarriedOut { plan, by } => format!(
                "《{by}》以 {plan} 为上级规划，不能删除；请先删除该规划，或用 plandesk edit 更改其上级规划（--parent），或将 {plan} 归档"
            ),
            Refusal::NoProblem { item, period } => {
                format!("{item} 在“{}”没有首次提出的问题；用 plandesk problems 查看问题台账", period.name(Language::Zh))
            }
            Refusal::NoPair { one, other } => format!("{one} 与 {other} 不能对应；请给出不同规划的两个指标或两项任务"),
            Refusal::NotLater { plan, of } => format!(
                "{plan} 的规划期不晚于 {of}，不能接续它；请先写新规划，再写原规划（plandesk succeed 新规划 原规划）"
            ),
            Refusal::NotSuccessor { plan, of } => {
                format!("{plan} 不接续 {of}；请先用 plandesk succeed {plan} {of} 写明")
            }
            Refusal::NoLastReading(item) => {
                format!("{item} 没有可采用的期末值：它须沿用原规划的指标（或更名），且该指标期末实际值已封存")
            }
            Refusal::NoFate { item, kind, why } => format!("{item} 的去向不能是{}", why.text(*kind, Language::Zh)),
            Refusal::NoSubject(subject) => {
                format!("没有 {subject}；用 plandesk tasks、indicators、outline 或 boxes 查看编号")
            }
            Refusal::NoSuchText { field, text } => {
                let field = field.label(Language::Zh);
                format!("“{text}”不能作为“{field}”：该条目没有这一项，或没有所指的章节、专栏，或写法不对")
            }
            Refusal::EmptyOutline => "大纲是空的；每行写一个章节、任务、专栏、项目或指标".to_string(),
            Refusal::OutlineLine { line, text } => {
                format!(
                    "大纲第 {line} 行“{text}”没有标题，或有放不下的内容（指标的中间年份写作 2023=77）；请改正或删去此行；没有保存任何内容"
                )
            }
            Refusal::IsAdjusted { subject, field } => {
                let label = field.label(Language::Zh);
                format!("{subject} 的“{label}”已作动态调整；请再次调整（--by），或先恢复原文（--as-printed {field}）")
            }
            Refusal::NoStep { item, number } => {
                format!("{item} 没有第 {number} 个分解事项；新增须写明标题（--title），plandesk steps 可查看")
            }
            Refusal::NoMilestone { item, period } => {
                let name = period.name(Language::Zh);
                format!(
                    "{item} 在“{name}”没有节点；请先写明要达到什么（plandesk milestone {item} --period {period} --title 内容）"
                )
            }
            Refusal::NotInPeriod { period, due } => {
                format!("节点时限 {} 不在“{}”之内", due.name(Language::Zh), period.name(Language::Zh))
            }
            Refusal::DayToCome(day) => format!("{day} 还没有到，不能提前记录"),
            Refusal::Case(fault) => fault.text(Language::Zh),
            Refusal::NoReason => "动态调整和终止须写明理由（--reason）".to_string(),
            Refusal::NoSuchDay(text) => {
                format!(
                    "“{text}”不是可以识别的生效日期；请写日、月或年，如 2024-07-01、2024年7月、2024；不写即自始有效"
                )
            }
            Refusal::Sealed { plan, period } => {
                let name = period.name(Language::Zh);
                format!(
                    "《{plan}》的“{name}”已封存；确需更正的，请写明修正说明（--amend 原因），更正前的内容仍保留在封存件中"
                )
            }
            Refusal::NothingToSeal { plan, period } => {
                format!("《{plan}》的“{}”还没有任何评估记录，不能封存", period.name(Language::Zh))
            }
            Refusal::NotInTerm { plan, term, period } => {
                let name = period.name(Language::Zh);
                format!("《{plan}》的规划期是 {}–{}，没有“{name}”这一评估期", term.first, term.last)
            }
            Refusal::NotKept { plan, period } => {
                let (name, kind) = (period.name(Language::Zh), period.kind().name());
                format!("《{plan}》不用“{name}”这类评估期；用 plandesk keep {kind} --plan 规划 启用")
            }
            Refusal::NotMarked { item, period } => {
                let name = period.name(Language::Zh);
                format!("“{name}”只调度重点调度任务，{item} 不在其中；用 plandesk mark {item} 列入")
            }
            Refusal::LastKind { plan } => format!("《{plan}》至少要保留一类评估期"),
            Refusal::YearOutsideTerm { term, year } => format!("{year} 年不在规划期 {}–{} 内", term.first, term.last),
            Refusal::NotANumber => "实际值必须是数字".to_string(),
            Refusal::TooLong { record, bytes } => format!(
                "{} 的文字有 {} KB，一项最多 {} KB（约两万字）；请缩短，长材料另存文件并注明出处",
                named(record, Language::Zh),
                bytes.div_ceil(1024),
                LONGEST_TEXT / 1024
            ),
            Refusal::ChangedMeanwhile(record) => format!("{record} 已被他人更改；请重新查看后再改"),
            Refusal::NothingToUndo => "没有可撤销的更改；撤销只收回自己的更改".to_string(),
            Refusal::NothingToRedo => "没有可重做的更改".to_string(),
            Refusal::BuiltOn(built) => {
                let BuiltOn { seq, who, .. } = &**built;
                let (record, at) = (named(&built.record, Language::Zh), to_the_minute(&built.at));
                format!("{record} 之后又由 {who} 改过（{at}，记录 {seq}），不能收回；请与 {who} 商定后直接更改")
            }
            Refusal::Forbidden(forbidden) => forbidden.text(Language::Zh),
            Refusal::Stranger { who, admins } => {
                let admins: String = admins.iter().map(|name| format!("、{name}")).collect();
                format!("{who} 未获准使用这份数据；请数据文件夹的主人{admins}在 access.toml 中加入")
            }
            Refusal::List(fault) => fault.text(Language::Zh),
            Refusal::Unlike { file, unlike } => format!("{file}：{}", unlike.text(Language::Zh)),
            Refusal::WouldDrop { plan, loss: Loss { items, of, all_indicators } } => {
                let indicators = if *all_indicators { "（指标全部删去）" } else { "" };
                format!(
                    "《{plan}》的新版本将删去原有 {of} 项中的 {items} 项{indicators}，未导入；请先用 --dry-run 核对，确认无误后加 --accept-loss"
                )
            }
            Refusal::Access(error) => error.text(Language::Zh),
            Refusal::Bundled { file, why } => format!("自带文件 {file} 无法读取：{why}"),
        }
    }

    fn english(&self) -> String {
        match self {
            Refusal::NoTask(id) => format!("there is no task or project {id}; `plandesk tasks` lists them"),
            Refusal::NeverDue(id) => format!(
                "{id} is an indicator, which is due in the years of its targets; change those with `plandesk edit {id} --target`"
            ),
            Refusal::NoIndicator(id) => format!("there is no indicator {id}; `plandesk indicators` lists them"),
            Refusal::NoPlan(id) => format!("there is no plan {id}; `plandesk plans` lists them"),
            Refusal::Archived(id) => {
                format!("{id} is archived and is not changed; bring it back first (plandesk unarchive {id})")
            }
            Refusal::CarriedOut { plan, by } => format!(
                "“{by}” implements {plan}, so it can't be removed; remove that plan first, change its parent (plandesk edit --parent), or archive {plan}"
            ),
            Refusal::NoProblem { item, period } => {
                format!("no problem of {item} was first raised in {period}; `plandesk problems` lists them")
            }
            Refusal::NoPair { one, other } => {
                format!("{one} and {other} can't be counterparts; give two indicators or two tasks of different plans")
            }
            Refusal::NotLater { plan, of } => format!(
                "{plan} does not begin after {of}, so it can't continue it; name the later plan first (plandesk succeed NEW OLD)"
            ),
            Refusal::NotSuccessor { plan, of } => {
                format!("{plan} does not continue {of}; say so first with `plandesk succeed {plan} {of}`")
            }
            Refusal::NoLastReading(item) => format!(
                "there is no last reading for {item}: it has to be the same as an indicator of the earlier plan, or renamed, and that one's last reading sealed"
            ),
            Refusal::NoFate { item, kind, why } => {
                format!("the fate of {item} can't be {}", why.text(*kind, Language::En))
            }
            Refusal::NoSubject(subject) => {
                format!("there is no {subject}; `plandesk tasks`, `indicators`, `outline` and `boxes` list ids")
            }
            Refusal::NoSuchText { field, text } => format!(
                "“{text}” can't be the {field}: the item has none, there is no such heading or box, or it is written otherwise"
            ),
            Refusal::EmptyOutline => {
                "the outline is empty; write a heading, task, box, project or indicator on each line".to_string()
            }
            Refusal::OutlineLine { line, text } => {
                format!(
                    "line {line} of the outline, “{text}”, has no title, or more than there is room for (a middle year is 2023=77); mend or delete it; nothing was saved"
                )
            }
            Refusal::IsAdjusted { subject, field } => format!(
                "the {field} of {subject} was adjusted; adjust it again (--by), or go back to the text first (--as-printed {field})"
            ),
            Refusal::NoStep { item, number } => {
                format!(
                    "{item} has no step {number}; a new one needs its title (--title), and `plandesk steps` lists them"
                )
            }
            Refusal::NoMilestone { item, period } => format!(
                "{item} has no milestone in {period}; set one first (plandesk milestone {item} --period {period} --title TEXT)"
            ),
            Refusal::NotInPeriod { period, due } => format!("{due} is not within {period}"),
            Refusal::DayToCome(day) => format!("{day} is in the future, and nothing can be recorded for it yet"),
            Refusal::Case(fault) => fault.text(Language::En),
            Refusal::NoReason => "an adjustment or an end needs its reason (--reason)".to_string(),
            Refusal::NoSuchDay(text) => format!(
                "“{text}” is no day of effect; give a day, a month or a year, such as 2024-07-01, 2024-07 or 2024, or leave it out if it holds from the beginning"
            ),
            Refusal::Sealed { plan, period } => format!(
                "{period} of {plan} is sealed; to correct it, say why (--amend REASON); the seal keeps what was there"
            ),
            Refusal::NothingToSeal { plan, period } => {
                format!("nothing has been reviewed in {period} of {plan}, so it can't be sealed")
            }
            Refusal::NotInTerm { plan, term, period } => {
                format!("the term of {plan} is {}–{}; it has no period {period}", term.first, term.last)
            }
            Refusal::NotKept { plan, period } => {
                let kind = period.kind().name();
                format!("{plan} keeps no periods such as {period}; plandesk keep {kind} --plan PLAN begins them")
            }
            Refusal::NotMarked { item, period } => {
                format!("{period} is kept for marked tasks, and {item} is none; plandesk mark {item} marks it")
            }
            Refusal::LastKind { plan } => format!("{plan} must keep periods of one kind at least"),
            Refusal::YearOutsideTerm { term, year } => {
                format!("{year} is not a year of the term {}–{}", term.first, term.last)
            }
            Refusal::NotANumber => "a reading must be a number".to_string(),
            Refusal::TooLong { record, bytes } => format!(
                "a text for {} has {} KB, and one field may have {} KB; shorten it, and name the file where the rest is",
                named(record, Language::En),
                bytes.div_ceil(1024),
                LONGEST_TEXT / 1024
            ),
            Refusal::ChangedMeanwhile(record) => {
                format!("{record} was changed by somebody meanwhile; look at it again and repeat")
            }
            Refusal::NothingToUndo => "there is nothing to undo; undo takes back your own changes only".to_string(),
            Refusal::NothingToRedo => "there is nothing to redo".to_string(),
            Refusal::BuiltOn(built) => {
                let BuiltOn { seq, who, .. } = &**built;
                let (record, at) = (named(&built.record, Language::En), to_the_minute(&built.at));
                format!(
                    "{who} has changed {record} since ({at}, entry {seq}), so it stays; agree with {who} and change it by hand"
                )
            }
            Refusal::Forbidden(forbidden) => forbidden.text(Language::En),
            Refusal::Stranger { who, admins } => {
                let admins: String = admins.iter().map(|name| format!(" or {name}")).collect();
                format!("{who} has no access to this store; ask its owner{admins} for a place in access.toml")
            }
            Refusal::List(fault) => fault.text(Language::En),
            Refusal::Unlike { file, unlike } => format!("{file}: {}", unlike.text(Language::En)),
            Refusal::WouldDrop { plan, loss: Loss { items, of, all_indicators } } => {
                let indicators = if *all_indicators { ", all indicators among them" } else { "" };
                format!(
                    "the new edition of “{plan}” drops {items} of {of} items{indicators}, so nothing was imported; look at it with --dry-run, and give --accept-loss if it is right"
                )
            }
            Refusal::Access(error) => error.text(Language::En),
            Refusal::Bundled { file, why } => format!("the bundled document {file} can't be read: {why}"),
        }
    }
}

/// Returns the name of a record for a person.
fn named(record: &Record, language: Language) -> String {
    let owner = record.owner();
    record.about(language).map_or_else(|| owner.clone(), |about| format!("{owner} {about}"))
}

impl From<AccessError> for Refusal {
    fn from(error: AccessError) -> Self {
        Refusal::Access(error)
    }
}
