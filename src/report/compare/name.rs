//! Comparison of indicator names.
//!
//! Plans print the same measure under slightly different names: 每千人口… and 每千常住人口…, 残疾人养老保险参保率 and 残疾人城乡居民基本养老保险参保率. The
//! rule: fold width, case, brackets and punctuation; remove words that a measure of this kind implies ([`NEUTRAL`]);
//! replace 期望 by 预期 and 人口 by 人; remove 其中 and 每 at the beginning. Equal results mean the same measure. Similar names
//! are not matched: 城镇 and 农村 differ very little, but mean different measures.

use crate::text::fold::fold;

/// Words that do not distinguish measures of the same kind.
const NEUTRAL: [&str; 16] = [
    "城乡居民",
    "医疗卫生机构",
    "医疗机构",
    "常住",
    "基本",
    "累计",
    "总体",
    "街道",
    "疫苗",
    "全国",
    "全疆",
    "全省",
    "全州",
    "全市",
    "全区",
    "全县",
];

/// Returns the key for comparing a name; empty if it has no words.
pub fn key(name: &str) -> String {
    let folded = fold(name).text.replace(' ', "");
    let mut key = NEUTRAL.iter().fold(folded, |name, word| name.replace(word, ""));
    key = key.replace("期望", "预期").replace("人口", "人");
    for lead in ["其中", "每"] {
        if let Some(rest) = key.strip_prefix(lead) {
            key = rest.to_string();
        }
    }
    key
}

/// Returns the key for comparing a unit: 1/10万 becomes /10万, ％ becomes %. Empty if there is none.
pub fn unit_key(unit: Option<&str>) -> String {
    let folded = fold(unit.unwrap_or_default()).text.replace(' ', "");
    folded.strip_prefix("1/").map(|rest| format!("/{rest}")).unwrap_or(folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_mean_the_same_measure_have_the_same_key() {
        for (one, other) in [
            ("残疾人养老保险参保率", "残疾人城乡居民基本养老保险参保率"),
            ("每千人口执业（助理）医师数", "每千常住人口执业(助理)医师数"),
            ("每千常住人口床位数", "每千人口医疗卫生机构床位数"),
            ("万人全科医生数", "每万人口全科医生数"),
            ("人均期望寿命", "人均预期寿命"),
            ("困难重度残疾人家庭无障碍改造数", "困难重度残疾人家庭无障碍改造累计数"),
            ("以乡（镇）为单位适龄儿童免疫规划接种率", "以乡（镇、街道）为单位适龄儿童免疫规划疫苗接种率"),
        ] {
            assert_eq!(key(one), key(other));
        }
    }

    #[test]
    fn names_that_are_only_alike_do_not() {
        for (one, other) in [
            ("每千人口执业（助理）医师数", "其中：每千人口中医类别执业（助理）医师数"),
            ("城镇居民人均可支配收入增长率", "农村居民人均可支配收入增长率"),
            ("残疾人养老保险参保率", "残疾人医疗保险参保率"),
            ("婴儿死亡率", "孕产妇死亡率"),
            ("适龄儿童免疫规划疫苗接种率", "以乡（镇、街道）为单位适龄儿童免疫规划疫苗接种率"),
            ("千人口医生数", "万人口医生数"),
        ] {
            assert_ne!(key(one), key(other));
        }
    }

    #[test]
    fn units_are_compared_in_a_normal_form() {
        assert_eq!(unit_key(Some("1/10万")), unit_key(Some("/１０万")));
        assert_eq!(unit_key(Some("％")), "%");
        assert_eq!(unit_key(None), "");
    }
}
