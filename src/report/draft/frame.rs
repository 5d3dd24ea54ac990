//! The parts of every report that no record tells: the work of evaluation (评估工作概况), and the changes
//! changed around the plan (环境形势变化). Mostly gaps.

use crate::report::basis::{Basis, indicator_rows, rows};
use crate::report::model::{Paragraph, Section, Sources};

use super::appraisals;

/// 评估工作概况.
pub(super) fn section(basis: &Basis) -> Section {
    let parts = vec![
        Section::new("评估依据", vec![grounds(basis).into()]),
        Section::new("组织方式", vec![organisation(basis).into()]),
        Section::new("评估方法", vec![method().into()]),
        Section::new("评估范围", vec![scope(basis).into()]),
    ];
    Section { heading: "评估工作概况".to_string(), body: Vec::new(), parts }
}

fn grounds(basis: &Basis) -> Paragraph {
    let plan = basis.plan;
    let number = plan.notice.as_ref().and_then(|notice| notice.number.as_deref());
    let number = number.map(|number| format!("（{number}）")).unwrap_or_default();
    Paragraph::new()
        .say(format!("根据《{}》{number}及其监测评估要求，开展本次评估", plan.title), Sources::plan())
        .gap("上级关于开展规划评估的通知、本级部署文件的名称和文号")
}

fn organisation(basis: &Basis) -> Paragraph {
    let paragraph =
        Paragraph::new().remark("评估由各责任单位自评、规划主管部门汇总形成").gap("牵头组织单位、参加单位、起止时间");
    appraisals::sentences(basis, paragraph)
}

fn method() -> Paragraph {
    Paragraph::new()
        .remark("采取定量与定性相结合的方法：指标按实际值与序时应达值比较判断，判断规则见所附指标表的注；任务和项目按责任单位报送的状态、进展和问题汇总")
        .gap("实地调研、座谈、数据核查等情况")
}

fn scope(basis: &Basis) -> Paragraph {
    let term = basis.plan.term;
    let (indicators, tasks, projects) = (basis.indicators.len(), basis.tasks.len(), basis.projects.len());
    let mut sources = indicator_rows(&basis.indicators);
    sources.add(rows(basis.items()));
    Paragraph::new()
        .say(
            format!(
                "规划期为{}—{}年，本次评估{}，涵盖规划确定的主要指标{indicators}项、重点任务{tasks}项、专栏重大项目{projects}项",
                term.first,
                term.last,
                basis.by_then()
            ),
            sources,
        )
        .gap("所辖县（市、区）及专项规划是否纳入评估")
}

/// 环境形势变化.
pub(super) fn environment() -> Section {
    let paragraph = Paragraph::new()
        .gap("规划实施以来国家和上级政策、人口与经济形势、财力、突发事件等变化")
        .gap("上述变化对指标、任务和项目的影响");
    Section::new("环境形势变化", vec![paragraph.into()])
}
