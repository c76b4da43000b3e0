//! 简体中文。

use super::{ActTexts, Story};
use crate::i18n::Language;
use crate::i18n::format::number;
use crate::plan::{Aim, Basis, CaseError, Days, Lacking, PlanError, Remedy, Unmet};
use crate::session::act::Refusal;
use crate::session::acting::{ActingError, Foresight};

pub(super) static TEXTS: ActTexts = ActTexts {
    title: "行动",
    says: "预测要用起来才有意义。把电池和可移动的用电挪到电网清洁（或便宜）的时段，再用测试期的每一天检验：这样做真正能省下多少。",
    no_times: "要做计划，表格需要一个时间列，步长短于一天且能整除一天，例如一小时或 15 分钟。",
    no_demand: "要做计划，表格需要一个用电列：每步的功率（kW、MW）或电量（kWh、MWh），单位写在列名里或列名下面。",
    looking: "正在查看表格 …",

    from: "计划的依据",
    demand: "用电",
    pv: "光伏",
    none: "无",
    intensity: "碳强度",
    yearly: "某个电网的年度数值 …",
    place: "电网",
    levels: ["全世界", "国家与地区", "中国各省", "美国各州"],
    place_is: |place, basis| {
        let year = place.year.map_or_else(|| "未注明年份".to_owned(), |year| format!("{year} 年"));
        format!("{}：{} g/kWh（{year}；{basis}）。", place.names[1], number(place.g_per_kwh))
    },
    basis: |basis| match basis {
        Basis::LifeCycle => "当地发电的全生命周期 CO₂e；Ember，经 Our World in Data，CC BY 4.0",
        Basis::Consumed => "当地用电的直接 CO₂，含省间输送；生态环境部、国家统计局公告 2025 年第 47 号",
        Basis::Generated => "当地发电的直接 CO₂e；美国环保署 eGRID2023",
    },
    basis_alone: "口径不同的数值所含内容不同，不要与它相比。",
    shape: "一天的形状",
    flat: "平坦：没有已知的形状",
    own_shape: "该电网自己的，2018–2020",
    lent_shape: |grid| format!("借用{grid}的（假设）"),
    flat_says: "形状平坦时，每个小时一样清洁：只看碳，没有哪个小时更好。给出电价，或借用别的电网的形状作为假设，计划才有依据。",
    hypothetical: "假设",
    hypothetical_says: |place, shape| {
        format!("假设：{place}的年均值配上{shape}的日内形状。没有人测到过这样的数据。")
    },
    unit: "单位",
    unit_guessed: |unit| format!("{unit}（来自该列）"),
    mean_is: |mean| format!("本表平均 {mean} g/kWh。电网大约在 20 到 1000 之间。"),
    marginal: "这是边际数值",
    marginal_says: "边际：多用一度电时，由顶上来的机组多排放多少。它回答这个计划改变了什么；不能用来分摊全部排放。",
    average_says: "平均：这一小时的总排放除以总发电。它回答这些排放算在谁头上；多用或少用一度电真正改变的量可能不同。",
    price: "电价",
    price_ahead: "电价提前一天已知（否则与用电一样预测）",
    tariff: "自己填写的电价表 …",
    currency: "货币",
    from_h: "从几点",
    to_h: "到几点",
    days: "日子",
    day_kind: |days| match days {
        Days::All => "每天",
        Days::Workdays => "周一至周五",
        Days::Weekends => "周六、周日",
    },
    months: "月份",
    price_per_kwh: |currency| format!("电价，{currency}/kWh"),
    otherwise: "其余时段",
    add_line: "+ 一行",
    remove: "去掉",
    peak: "峰",
    shoulder: "平",
    valley: "谷",
    feed_in: |currency| format!("上网电价，{currency}/kWh"),
    forecast_by: "预测方法",
    way: |way| match way {
        Foresight::Perfect => "完全预知",
        Foresight::Yesterday => "昨天的数值",
        Foresight::Linear => "线性模型",
        Foresight::Article => "第 2 步的网络",
        Foresight::Recommended => "推荐方案",
    },
    way_says: |way| match way {
        Foresight::Perfect => "任何预测都做不到。",
        Foresight::Yesterday => "每小时与前一天相同，无需学习。",
        Foresight::Linear => "日历与过去数值的最小二乘，立刻就好。",
        Foresight::Article => "按这些设置为用电、光伏和碳强度各训练一个网络，就在这里。",
        Foresight::Recommended => "为每一项使用经过测量的方案，用时最长。",
    },

    battery: "电池",
    capacity: "容量，kWh",
    charge_power: "最大充电功率，kW",
    discharge_power: "最大放电功率，kW",
    round_trip: "往返效率，%",
    charge_start: "开始时存有，kWh",
    charge_least: "始终不低于，kWh",
    charge_end: "结束时至少，kWh",
    end_free: "不限",
    wear: |currency| format!("损耗，{currency}/kWh（充放各计）"),
    homes_battery: "17 户，每户 6.4 kWh、5 kW，与数据自带的说明一致。",

    flexible: "可以移动的用电",
    flexible_says: "在规定的时段内用完所需的电量；没有计划时，从时段一开始就运行。",
    load_name: "名称",
    load_examples: ["电动汽车", "洗衣机", "热水器"],
    energy: "每天电量，kWh",
    power: "最大功率，kW",
    window_from: "不早于几点",
    deadline: "几点前完成",
    one_block: "连续运行",
    add_load: "+ 一项用电",

    aims: "要减少的是",
    aim: |aim| match aim {
        Aim::Carbon => "碳",
        Aim::Cost => "费用",
        Aim::Both(_) => "费用加碳价",
    },
    carbon_price: |currency| format!("碳价，{currency}/kg"),
    peak_price: |currency| format!("当日峰值收费，{currency}/kW"),
    import_limit: "最多从电网取，kW",
    export_limit: "最多送入电网，kW",
    no_limit: "不限",
    needs_price: "要看费用，需要电价：选择一列，或填写电价表。",

    which_day: "哪一天",
    last_day: "测试期最后一个完整的日子",
    next_day: "表格结束之后的那一天",
    next_day_asks: |columns| {
        format!("那一天需要事先知道的数值：{}。请在下面填写或粘贴；留空则按前一天计。", columns.join("、"))
    },
    next_day_assumed: |columns| format!("按前一天计：{}。", columns.join("、")),
    plan: "计划这一天",
    cancel: "取消",
    wrong: "请先改正标出的字段。",
    stale: "上面有改动：下面仍是改动之前的计划。请按“计划这一天”。",
    not_a_number: |least, most| format!("请填 {least} 到 {most} 之间的数，例如 12.5。"),
    learning: |share| format!("正在学习预测 … {share}"),
    replaying: |share| format!("让测试期的每一天重新发生 … {share}"),
    left: "已取消。上一个计划仍在。",
    refused: |refusal| {
        match refusal {
        Refusal::NoTable => "还没有表格。".to_owned(),
        Refusal::Plan(error) => plan_error(error),
        Refusal::Acting(error) => match error {
            ActingError::NoColumn { column } => format!("没有名为“{column}”的数值列，请另选一列。"),
            ActingError::Unit { column, unit } => format!("“{column}”的单位是 {unit}，不适合这个用途。请另选一列，或指定单位。"),
            ActingError::NoStep => TEXTS.no_times.to_owned(),
            ActingError::NoDays => "测试期没有完整的一天：每一步都要有自己的数值，以及一天前和一周前的数值。请增大测试比例，或补上缺口。".to_owned(),
            ActingError::NoGrid { code } => format!("没有代码为“{code}”的电网。"),
            ActingError::Dataset(error) => (Language::Zh.texts().dataset_error)(error),
            ActingError::Train(error) => (Language::Zh.texts().train_error)(error),
            ActingError::Diverged { column } => format!("“{column}”的训练发散了。请在第 2 步减小学习率，或换一种预测方法。"),
        },
    }
    },
    lacking: |lacking, at| {
        let mut all = Vec::new();
        if lacking.unmet.is_empty() {
            all.push("无论放弃哪一项要求，都排不出计划。".to_owned());
        }
        all.extend(lacking.unmet.iter().map(|unmet| self::unmet(unmet, at)));
        all.extend(
            lacking.remedies.iter().map(|remedy| format!("{}，就可以做到。", self::remedy(remedy, lacking))),
        );
        all
    },
    infeasible: "排不出这样的计划",

    headline: |day, saved, share, by_cost| {
        format!("{day}：按预测，这个计划减少{} {saved}（{share}）。", if by_cost { "费用" } else { "碳" })
    },
    headline_really: |saved, share| format!("按当天的实际情况，减少了 {saved}（{share}）。"),
    more_carbon: "这个计划的排放比什么都不做还多：它要减少的是别的。",
    day_title: |day, next| {
        if next {
            format!("表格结束之后的那一天，{day}")
        } else {
            format!("{day}，测试期中的一天")
        }
    },
    before_day: "前一天",
    after_day: "后一天",
    table_day: "这一天的结果",
    carbon: "碳",
    cost: "费用",
    peak_column: "峰值",
    import: "从电网",
    by_forecast: "按预测",
    really: "真实结果",
    as_it_is: "照旧，没有计划",
    planned: "计划",
    by_the_plan: "执行这个计划",
    perfect_plan: "事先知道这一天的计划",
    peak_up: |before, after| format!("峰值从 {before} kW 升到 {after} kW。若有影响，请设上限或峰值收费。"),

    chart_title: |day| format!("{day}：电网、用电与计划"),
    chart_says: |least, most, peak, held| {
        format!("底色是碳强度，{least} 到 {most} g/kWh。最高从电网取 {peak} kW。电池最多存 {held} kWh。")
    },
    chart_keys: "指向某个小时，或用方向键，看它的来由。",
    legend_demand: "照旧的用电（减去光伏）",
    legend_plan: "按计划从电网取电",
    legend_pv: "光伏",
    legend_flex: "被移动的用电",
    legend_charge: "电池所存",
    legend_ground: "底色越浓：每度电的碳越多",
    store_axis: "kWh",
    hour: "时刻",
    hour_is: |time, demand, intensity, import| {
        format!("{time}：用电 {demand} kW，{intensity}，从电网取 {import} kW。")
    },
    story: |story| match story {
        Story::Charge { costs, spares, used_at } => match used_at {
            Some(at) => {
                format!("电池充电：这里一度电的代价是 {costs}；从 {at} 起放出，那时一度电的代价是 {spares}。")
            }
            None => format!("电池充电：这里一度电的代价是 {costs}；对结束时的电量要求值 {spares}。"),
        },
        Story::Discharge { spares, worth } => {
            format!("电池放电：这里一度电可省 {spares}；留到别的时候值 {worth}。")
        }
        Story::Load { name, costs, otherwise } => match otherwise {
            Some((at, other)) => {
                format!("{name}运行：这里一度电的代价是 {costs}；另一个有余地的最好时段 {at} 是 {other}。")
            }
            None => format!("{name}运行：这里一度电的代价是 {costs}，时段内别处已没有余地。"),
        },
        Story::Block { name, otherwise } => match otherwise {
            Some((at, more)) => format!("{name}从这里开始：若改在 {at} 开始，总共要多 {more}。"),
            None => format!("{name}从这里开始：时段不允许别的开始时间。"),
        },
    },
    rests: "这个小时没有移动任何用电。",
    proof: |more, less, price, holds| {
        let verdict = if holds { "相符" } else { "不符" };
        format!(
            "核对：这里多用 0.1 kWh，总量变化 {more}；少用 0.1 kWh，变化 {less}；与每度电 {price} 的价格{verdict}。"
        )
    },
    export_csv: "保存计划（CSV）",
    as_table: "表格",
    kept: "遵守的条件",
    tick: ["能量平衡", "功率上限", "期限", "电量"],
    kept_to: |off| format!("全部遵守；最大偏差 {off} kW 或 kWh。"),
    not_optimal: |gap| format!("寻找最优解提前结束：最多还能改进 {gap}。"),

    tab_plan: "计划",
    tab_why: "为什么是这个小时？",
    tab_judge: "预测值得吗？",
    why_says: "计划中的每一项连同它的价格：那个小时多用一度电会使总量增加多少（能量平衡的对偶），并用移动 0.1 kWh 来证明。",
    why_when: "时间",
    why_bar: "原因",
    why_proof: "证明",

    judge_waits: "按下“计划这一天”：之后每种预测方法都会为测试期的每一天做计划，再让那些日子照实发生。",
    judge_title: |days, from, to| {
        format!("测试期 {days} 天，{from} 至 {to}：每天零点按预测做计划，再按真实情况执行")
    },
    way_column: "计划依据",
    again: |way| format!("{way}，每一步重新计划"),
    saved_carbon: "减少的碳",
    saved_cost: "节省的费用",
    mean_peak: "日均峰值",
    share: "占完全预知所能省的",
    kg: "kg",
    against: |way, simple, amount, range, p, better, clear| {
        if clear && better {
            format!("按{way}做计划，每天比按{simple}多省 {amount}（{range}；符号秩检验 {p}）。")
        } else if clear {
            format!(
                "按{way}做计划，每天比按{simple}少省 {amount}（{range}；符号秩检验 {p}）：请用更简单的{simple}。"
            )
        } else {
            format!(
                "以所省的量看，{way}并不比更简单的{simple}好：每天 {amount} 可能只是偶然（{range}；符号秩检验 {p}）。"
            )
        }
    },
    unplanned: |days| format!("{days} 天排不出计划"),
    judge_how: "区间：95 %，按整天重抽样。放电不超过当时所需和所存，充电不超过剩余空间。“照旧”指可移动的用电立即运行、不用电池。",
    rivals_flat: "这些日子不从电网取电，或每个小时都一样：没有可省的。",
};

fn plan_error(error: &PlanError) -> String {
    match error {
        PlanError::Case(CaseError::Value { field, value }) => {
            format!("无法计划：{field} 不能是 {}。", number(*value))
        }
        PlanError::Case(error) => format!("无法计划：{error}。"),
        PlanError::Solver { .. } => {
            "无法计划：求解器在这些数上失败了。请检查是否有极大或极小的数。".to_owned()
        }
        PlanError::GaveUp { nodes } => {
            format!("无法计划：试了 {nodes} 种选择仍没有结果。请减少连续运行的用电，或放宽时段。")
        }
    }
}

fn unmet(unmet: &Unmet, at: &dyn Fn(usize) -> String) -> String {
    let named = |load: usize, name: &str| {
        if name.is_empty() { format!("第 {} 项用电", load + 1) } else { format!("“{name}”") }
    };
    match unmet {
        Unmet::EndCharge { asked_kwh, possible_kwh } => {
            format!(
                "电池在结束时存不到 {} kWh；最接近的是 {} kWh。",
                number(*asked_kwh),
                number(*possible_kwh)
            )
        }
        Unmet::LeastCharge { asked_kwh, possible_kwh } => {
            format!(
                "电池无法始终保持在 {} kWh 以上；能保持的是 {} kWh。",
                number(*asked_kwh),
                number(*possible_kwh)
            )
        }
        Unmet::Energy { load, name, asked_kwh, possible_kwh } => format!(
            "{}在时段内需要 {} kWh，只能得到 {} kWh。",
            named(*load, name),
            number(*asked_kwh),
            number(*possible_kwh)
        ),
        Unmet::Import { step, asked_kw, possible_kw } => format!(
            "{} 的用电需要从电网取 {} kW；上限是 {} kW。",
            at(*step),
            number(*asked_kw),
            number(*possible_kw)
        ),
        Unmet::Export { step, asked_kw, possible_kw } => format!(
            "{} 需要送入电网 {} kW；上限是 {} kW。",
            at(*step),
            number(*asked_kw),
            number(*possible_kw)
        ),
    }
}

fn remedy(remedy: &Remedy, lacking: &Lacking) -> String {
    let named = |load: usize| {
        let own = lacking.unmet.iter().find_map(|unmet| match unmet {
            Unmet::Energy { load: own, name, .. } if *own == load && !name.is_empty() => {
                Some(format!("“{name}”"))
            }
            _ => None,
        });
        own.unwrap_or_else(|| format!("第 {} 项用电", load + 1))
    };
    match remedy {
        Remedy::EndCharge { kwh } => format!("若结束时只要求 {} kWh", number(*kwh)),
        Remedy::LeastCharge { kwh } => format!("若最低电量为 {} kWh", number(*kwh)),
        Remedy::ChargePower { kw } => format!("若电池能以 {} kW 充电", number(*kw)),
        Remedy::DischargePower { kw } => format!("若电池能以 {} kW 放电", number(*kw)),
        Remedy::Energy { load, kwh } => format!("若{}只需 {} kWh", named(*load), number(*kwh)),
        Remedy::Power { load, kw } => format!("若{}有 {} kW", named(*load), number(*kw)),
        Remedy::Import { kw } => format!("若能从电网取 {} kW", number(*kw)),
        Remedy::Export { kw } => format!("若能送入电网 {} kW", number(*kw)),
        Remedy::Surplus { kwh } => format!("若舍弃 {} kWh 光伏", number(*kwh)),
    }
}
