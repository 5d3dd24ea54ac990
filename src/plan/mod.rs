//! The planners' domain: pure types and rules, without I/O, clock or screen.
//!
//! A newcomer learns the field here. A local government writes a five-year **plan** (规划). Its text is an
//! [`outline`] of 篇, 章, 节 and numbered paragraphs. The leaves under the chapters that prescribe action are
//! [`task`]s (任务); framed lists, the special boxes (专栏), hold key **projects** (重点项目), which are
//! tracked exactly as tasks are. A table of [`indicator`]s (指标) gives for each a baseline and a [`target`],
//! against which readings are judged ([`attainment`]).
//!
//! The planning office divides the tasks among [`department`]s ([`assignment`], 任务分解), records a
//! [`review`] (评估记录) of each in every evaluation [`period`] (评估期), takes the indicators' readings, and
//! tells from it how tasks stand ([`standing`]) and rolls all of it up ([`roll_up`]). Tasks have yearly [`goal`]s; those
//! that are dispatched by months have [`milestone`]s (节点), which give them a [`light`] (红黄绿灯) in each; what is stuck
//! is kept as a list of [`problem`]s, and what a department must settle goes through the chain of a [`case`]; what projects cost is their [`investment`]; others have their say in [`appraisal`]s; and closing a period is to [`seal`] it.
//! Everything that is entered about one plan, [`field`] by field, together with the plan itself, is its [`dossier`]; what
//! is corrected or adjusted in the plan is an [`overlay`] of its text. A dossier only ever changes by a [`Change`] of one [`record`], which says what was before
//! and what is after, so that it can be journaled, undone and told to others.

pub mod act;
pub mod appraisal;
pub mod archived;
pub mod arithmetic;
pub mod assignment;
pub mod attainment;
pub mod case;
pub mod chart;
pub mod compound;
pub mod counterpart;
mod day;
pub mod department;
pub mod document;
pub mod dossier;
pub mod doubt;
pub mod due;
pub mod edit;
pub mod fate;
pub mod field;
pub mod figures;
pub mod goal;
pub mod id;
pub mod indicator;
pub mod indicator_load;
pub mod interim;
pub mod investment;
pub mod kept;
pub mod liaison;
pub mod light;
pub mod lineage;
pub mod mentions;
pub mod milestone;
pub mod money;
pub mod outline;
pub mod overlay;
pub mod period;
mod polarity;
pub mod problem;
pub mod progress;
pub mod record;
pub mod region;
pub mod review;
pub mod rhythm;
pub mod roll_up;
pub mod sample;
pub mod seal;
pub mod shared_list;
pub mod standing;
pub mod status;
pub mod step;
pub mod succession;
pub mod target;
pub mod task;
pub mod task_filter;
pub mod unlikely;
pub mod year;
pub mod yearly_target;

pub use act::Act;
pub use appraisal::{Appraisal, AppraisalKind};
pub use archived::Archived;
pub use assignment::{Assignment, Decision};
pub use attainment::{Attainment, Direction, Judgement, Thresholds};
pub use case::{Case, CaseAct, CaseAt, CaseId, CaseLimits, CaseNumber, CaseStanding, CaseState, CaseStep, Grade, Side};
pub use counterpart::Counterpart;
pub use department::{Department, DepartmentEntry, DepartmentField, Departments, Division, RegistryError};
pub use document::{Edition, Notice, Plan, Source};
pub use dossier::Dossiers;
pub use doubt::{Doubt, DoubtKind};
pub use due::{AskedDue, Due, DueRange};
pub use edit::Edit;
pub use fate::{Fate, FateKind};
pub use field::{FieldValue, RecordField};
pub use figures::Figures;
pub use goal::Goal;
pub use id::{ItemId, ItemKind, PlanId};
pub use indicator::{Baseline, Indicator, Nature, Reading, Relation, Target};
pub use indicator_load::IndicatorLoad;
pub use interim::Measurement;
pub use investment::{Funding, Funds, Invested, Investment};
pub use kept::Kept;
pub use liaison::Liaison;
pub use light::{Light, LightPreset, LightRules};
pub use milestone::{Milestone, Outcome};
pub use money::Money;
pub use outline::{Level, LineSpan, Node, NodeIndex, Paragraph};
pub use overlay::{Subject, TextField};
pub use period::{AskedPeriod, Occasion, Period, PeriodKind, Term};
pub use problem::{Problem, Solution};
pub use progress::Progress;
pub use record::{Change, Dossier, Office, Record};
pub use region::{Region, Tier};
pub use review::Review;
pub use rhythm::{Mark, Rhythm};
pub use seal::Seal;
pub use shared_list::SharedList;
pub use standing::{Condition, Phase, Standing};
pub use status::{Sense, Status};
pub use step::Step;
pub use succession::Succession;
pub use task::{BoxIndex, Kind, SpecialBox, Task};
pub use task_filter::{Role, TaskFilter};
pub use year::Year;
pub use yearly_target::{Way, YearlyTarget};
