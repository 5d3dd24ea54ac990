//! How long a keystroke in the search takes: every prefix of what planners type, one search each, over the bundled
//! plans.
//!
//! `cargo bench --bench search`; with `PLANDESK_REAL_DOCUMENTS` set, over the plans of the official texts there.
//! `-- COPIES` multiplies the records, `-- show QUERY` prints what is found.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../tests/search_sample/mod.rs"]
mod search_sample;

use std::sync::Arc;
use std::time::{Duration, Instant};

use plandesk::plan::{Departments, Dossier, Plan, PlanId};
use plandesk::search::{Index, Query};
use search_sample::{documents, plans};

const QUERIES: [&str; 34] = [
    "残疾人",
    "家庭医生签约",
    "健康巴里坤",
    "无障碍改造",
    "医疗卫生",
    "约束性",
    "残康复",
    "县医建",
    "人发",
    "基本服务率",
    "慢性病管",
    "2025年",
    "95%",
    "到2025年 95%",
    "50人",
    "人",
    "的",
    "，",
    "mxb",
    "cjr",
    "cjrkf",
    "canjiren",
    "canjr",
    "cjr kf",
    "zhongdian",
    "chongqing",
    "jkgh",
    "can疾r",
    "app",
    "zzqx",
    "巴楚 慢性病",
    "残疾人 康复 服务",
    "kashi cjr",
    "kind:task 康复 -儿童",
];
const ROUNDS: usize = 20;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let copies = words.first().and_then(|word| word.parse().ok()).unwrap_or(1);
    let (dossiers, characters) = dossiers(copies);
    let started = Instant::now();
    let index = Index::build(&dossiers, &Departments::bundled());
    println!("{} records, {characters} characters, built in {:.1} ms", index.len(), ms(started.elapsed()));
    if let Some(at) = words.iter().position(|word| word == "show") {
        return show(&index, &words[at + 1..].join(" "));
    }
    measure(&index);
}

/// The plans of the documents, and the characters of their texts; each copy under an identity of its own.
fn dossiers(copies: usize) -> (Vec<Arc<Dossier>>, usize) {
    let characters = documents().iter().map(|(_, text)| text.chars().count()).sum::<usize>() * copies;
    let plans = plans();
    let copy = |copy: usize, plan: &Plan| {
        let mut plan = plan.clone();
        plan.id = PlanId::new(format!("{}-{copy}", plan.id)).unwrap();
        Arc::new(Dossier::new(Arc::new(plan)))
    };
    ((0..copies).flat_map(|n| plans.iter().map(move |plan| copy(n, plan))).collect(), characters)
}

/// Prints percentiles over the keystrokes. The time of each is the median of several rounds, so that other work on
/// the machine does not count.
fn measure(index: &Index) {
    let mut times: Vec<(Duration, &str, usize)> = Vec::new();
    for line in QUERIES {
        for (end, c) in line.char_indices() {
            let typed = &line[..end + c.len_utf8()];
            let Ok(query) = Query::parse(typed) else { continue };
            let mut rounds: Vec<(Duration, usize)> = (0..ROUNDS).map(|_| timed(index, &query)).collect();
            rounds.sort();
            let (time, total) = rounds[ROUNDS / 2];
            times.push((time, typed, total));
        }
    }
    times.sort();
    let at = |share: f64| ms(times[((times.len() - 1) as f64 * share) as usize].0);
    println!("{} keystrokes: p50 {:.2} p95 {:.2} max {:.2} ms", times.len(), at(0.5), at(0.95), at(1.0));
    println!("slowest:");
    for (time, typed, total) in times.iter().rev().take(8) {
        println!("  {:7.2} ms {total:6} hits  {typed}", ms(*time));
    }
}

fn timed(index: &Index, query: &Query) -> (Duration, usize) {
    let started = Instant::now();
    let total = index.search(query, 50).total;
    (started.elapsed(), total)
}

fn show(index: &Index, line: &str) {
    match Query::parse(line) {
        Err(error) => println!("{error}"),
        Ok(query) => {
            let results = index.search(&query, 12);
            println!("{} hits", results.total);
            for hit in results.hits {
                println!("{:8} {:?} {} {:?}", hit.score, hit.class, hit.title, hit.matched);
                if let Some(snippet) = hit.snippet {
                    println!("         {} {:?}", snippet.text, snippet.matched);
                }
            }
        }
    }
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
