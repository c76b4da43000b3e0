//! 简体中文。

use super::InsightTexts;
use crate::forecast::{Folds, LeftOut, Recipe};
use crate::i18n::format::{number, percent};
use crate::i18n::{Language, Verdict, zh};
use crate::session::judge::{Grouping, IntervalKind, Judgement};
use crate::session::subject::Matter;
use crate::training::Method;

pub(super) static TEXTS: InsightTexts = InsightTexts {
    title: "它到底有多好？",
    waits: "正在评判 …",
    tab_judge: "结论",
    tab_errors: "错在哪里",
    tab_sure: "有多大把握",
    tab_ahead: "数据之后",
    tab_made: "怎样得到",
    tab_runs: "比较各次训练",

    tab_matters: "什么重要",
    tab_why: "为什么与如果",
    asking: "正在询问模型 …",
    matter: |matter| match matter {
        Matter::Hour => "一天中的小时".to_owned(),
        Matter::Weekday => "星期几".to_owned(),
        Matter::Season => "一年中的时间".to_owned(),
        Matter::Column(name) => name.clone(),
        Matter::Past(name) => format!("{name} 的历史"),
    },
    importance: "它需要什么",
    importance_column: "误差增加",
    singles: "单个输入",
    importance_is: |rows, rmse| {
        format!(
            "置换重要性：在 {rows} 个测试行上 RMSE 为 {rmse}；把一个输入的值在这些行之间打乱（五次），误差就增加这么多。一起变动的输入一起打乱。"
        )
    },
    dependence: "它随一个输入怎样变化",
    dependence_title: |name| format!("只改变 {name}、其余不变时的预测"),
    dependence_is: "细线：训练数据中的单行。所有行的平均（部分依赖）也算进从不出现的组合；累积局部效应只算数据中有的变化，输入一起变动时请相信它。",
    which_input: "输入",
    choose: "请选择 …",
    nothing_free: "这里没有独立的输入：都来自日历和目标自己的历史。把一列标为“预先已知”即可。",
    single_rows: "单行",
    on_average: "平均（部分依赖）",
    local_effects: "累积局部效应",
    not_the_world: "这解释的是模型，不是世界：它说明模型如何使用输入，而不是什么引起什么。",
    which_row: "测试行",
    row_before: "上一行",
    row_after: "下一行",
    made_of: |prediction, base| {
        format!("预测：{prediction}；训练行的平均预测：{base}。下表说明差别由什么组成。")
    },
    happened: |actual| format!("实际为 {actual}。"),
    adds: "增加",
    shapley_is: "Shapley 值：一个输入在所有可能的得知顺序中的平均作用，与 60 个训练行相比。",
    gradients: "用积分梯度得到的同样分解",
    gap: |gap| format!("从这些行的平均值沿直线走 64 步。各部分之和与差别相差 {gap}。"),
    what_if: "如果？",
    would_be: |now, was| format!("那么它会说 {now}（原来是 {was}）。"),
    as_it_was: "恢复原值",
    outside: |least, most| format!("超出它学过的范围（{least} 至 {most}）"),

    tests: "测试行上的检验",
    test_name: "检验",
    says: "结果",
    skill_row: |best| format!("相对{best}的技巧得分"),
    skill_days: |count, timed| {
        let what = if timed { "个整天" } else { "行" };
        format!("95% 区间：把 {count} {what}重新抽取 2000 次")
    },
    diebold_mariano: |steps| format!("平方误差的 Diebold–Mariano 检验（按提前 {steps} 步作 Harvey 修正）"),
    wilcoxon: "每日均方误差的 Wilcoxon 符号秩检验",
    ljung_box: "Ljung–Box：误差是噪声吗？",
    p_value: |p| if p < 0.001 { "p < 0.001".to_owned() } else { format!("p = {p:.3}") },
    noise: |noise| {
        if noise {
            "误差中没有剩下随时间的规律"
        } else {
            "误差仍有随时间的规律：由一个误差可以猜下一个"
        }
    },
    lone: |share, actual, predicted| {
        format!(
            "仅一行就占平方误差的 {share}（实测 {actual}，预测 {predicted}）。这里的结论主要反映这一行：请查看它是否正确。"
        )
    },
    show_lone: "查看",
    try_recommended: "单个网络很少能独自胜过简单方法。“推荐”训练多个网络，与简单方法权衡，并说明结果。",
    choose_recommended: "选择“推荐”",
    how_judged: "结论按 Diebold–Mariano 双向检验（5%）得出：在同样的行上逐行与最好的简单方法比较；区间说明技巧得分可能因偶然变动多少。",
    figures: "更多指标",
    figure: "指标",
    when: "何时使用",
    bias: "偏差",
    bias_when: "预测偏高（大于 0）还是偏低？会使电量合计出错。",
    mape_when: "易于说明；只在没有接近零的值时可用。",
    smape_when: "值接近零时代替 MAPE；仍对偏低的预测罚得更重。",
    wape_when: "预测错的电量占总量的比例。",
    mase_when: "小于 1：比重复前一天更好。可在不同地点之间比较。",
    cv_rmse_when: "建筑能耗模型（ASHRAE 指南 14）：小时值不超过 30%。",
    nmbe_when: "同一指南的偏差，符号与上面的偏差相反：小时值在 ±10% 以内；小于 0 为偏高。",
    not_here: "在此没有意义",

    group_title: |by| match by {
        Grouping::Hour => "按一天中的小时看误差",
        Grouping::Weekday => "按星期看误差",
        Grouping::Month => "按月份看误差",
    },
    group_axis: |by| match by {
        Grouping::Hour => "小时",
        Grouping::Weekday => "星期（1 周一 … 7 周日）",
        Grouping::Month => "月份",
    },
    group_name: |by, group| match by {
        Grouping::Hour => format!("{group}:00"),
        Grouping::Weekday => ["周一", "周二", "周三", "周四", "周五", "周六", "周日"]
            .get(group as usize)
            .map_or_else(String::new, |day| (*day).to_owned()),
        Grouping::Month => format!("{} 月", group + 1),
    },
    rmse_of_model: "模型",
    rmse_of_best: |best| best.to_owned(),
    residuals_title: "剩下的：实际 − 预测",
    residual: "实际 − 预测",
    autocorrelation_title: "一个误差与之前的误差有多像",
    lag: "之前的步数",
    worst: "最大的误差",
    row: "行",
    when_row: "时间",
    ask_why: "为什么？",
    around: "表中这一行前后的内容",
    worst_how: "点击时间或行号，可看到表中前后的各行：那里的值对吗？",

    interval_kind: |kind| match kind {
        IntervalKind::Split => "同一宽度（分割共形）",
        IntervalKind::ByHour => "每个小时一个宽度",
        IntervalKind::Adaptive => "自适应（Gibbs & Candès）",
    },
    promised: "承诺",
    held: "实际包含",
    width: "宽度中位数",
    coverage_says: |nominal, rate, interval| {
        let promised = percent(nominal, Language::Zh);
        let held = percent(rate, Language::Zh);
        match interval {
            Some((_, high)) if high < nominal => {
                format!("它承诺包含 {promised} 的行，实际只有 {held}：太少。测试行与用来标定区间的行不一样。")
            }
            Some((low, _)) if low > nominal => {
                format!("它承诺包含 {promised} 的行，实际为 {held}：比需要的更宽。")
            }
            _ => format!("它承诺包含 {promised} 的行，实际为 {held}：在偶然范围内符合承诺。"),
        }
    },
    interval_title: |name| format!("{name}：测试行的最后一周及其区间"),
    low: "区间下限",
    high: "区间上限",
    no_interval: "没有可用来标定区间的行：请在划分中保留验证行。",

    ahead_title: |name, span| format!("{name}：数据之后的 {}", zh::span_of(span)),
    assumed: |columns, back| {
        format!(
            "这些时间的 {} 还不全知道，缺少的暂按 {}前的值计算。请在下面填写您知道的值，或在表中加上有这些值而没有目标的行。",
            columns.join("、"),
            zh::span_of(back)
        )
    },
    given: |columns| format!("这些时间您知道什么？{}", columns.join("、")),
    given_how: "灰色的值是猜测。请填写您知道的值（例如天气预报），或从电子表格复制一列，粘贴到第一个格子里。",
    given_wrong: |times| format!("这些格子无法使用：{}。需要数值，或表中已有的类别。", times.join("、")),
    use_given: "用这些值预测",
    given_outside: |ranges| {
        format!(
            "有些值超出模型学过的范围（{}）。它在那里说的只是猜测，区间也不作任何承诺。",
            ranges.join("；")
        )
    },
    known_range: |name, least, most| format!("{name}：{least} 至 {most}"),
    some_infinite: |infinite, rows| {
        format!("{rows} 行中有 {infinite} 行，再宽也无法作此承诺（图中为空白）；它们计为落在区间内。")
    },
    no_ahead: "要预测数据之后的时间，需要间隔固定的时间列，并且最后一行的值齐全。",
    ahead_saved: "预测",
    save: "存为 CSV",

    networks: "神经网络",
    share: "份额",
    part: "部分",
    alone: "单独在测试行上",
    walk_forward: "逐段前推：多个起点",
    walk_forward_is: "各部分在测试行之前几段上的 RMSE；每一段都由之前所有行上的拟合来预测。",
    stretch: "时段",
    gate_is: "“门”：各部分被信任的程度。它由测试行以外、当时网络没有见过的行决定。",
    folds: |rmse, unit| format!("在那些行上，各部分合起来的 RMSE 为 {}{unit}。", number(rmse)),
    left_out: |left_out| match left_out {
        LeftOut::Nothing => None,
        LeftOut::Gate => Some(
            "行数太少，无法确定“门”：其中一段会短于一个长周期（小时数据为一周）。因此只用一种看历史的方式和初始份额：网络 80%，线性模型 20%。",
        ),
        LeftOut::Networks => Some("可学习的行不足四个长周期（小时数据为四周）：只用线性模型。"),
        LeftOut::FewRows => Some("可学习的行少于 50 行：只用线性模型。"),
        LeftOut::OneGroup => Some("可学习的行都属于同一组，没有另一组可用来确定“门”：只用神经网络。"),
    },
    choices,
    choices_title: "每一个选择",
    sees: "网络看到一行的什么",
    one_network: "按自己的设置训练的一个网络：设置见第 2 步。它只从训练行学习；验证行用来标定区间。",
    walk: "逐段前推",
    walk_is: "用同样的设置，在四个更早的起点各重新训练一次，每次只用起点之前的行，再预测其后的一段。不动用测试行。",
    no_walk: "这需要按时间划分，并且测试之前的行数足够分成四段。",
    walked: |done, all| format!("{all} 个起点已完成 {done} 个"),
    learnt_from: "学习的行",
    best_simple: "那里最好的简单方法",
    it_diverged: "发散",
    run: "训练",
    run_name: |number, method| match method {
        Method::Network => format!("第 {number} 次：网络"),
        Method::Recommended => format!("第 {number} 次：推荐"),
        Method::Quick => format!("第 {number} 次：快速"),
    },
    this_run: "页面上的这次",
    runs_say: |runs, looks| {
        format!(
            "同一张表、同样的测试行上共有 {runs} 次训练，按未见过的行上的误差从小到大排列。测试行已被看过 {looks} 次：越常按它来挑选，它能证明的就越少。"
        )
    },
    runs_are: "“未见过”指这些训练都没有见过的行：验证行，配方则取其中属于各折的行。请按它来挑选。最后一列在测试行上逐行与排在第一的训练比较（Diebold–Mariano，5 %）。",
    runs_elsewhere: |count| format!("另有 {count} 次的目标或测试行不同，无法比较。"),
    runs_curves: "验证行上的损失（没有验证行时为训练行）",
    unseen: "未见过的行",
    against_run: |number| format!("与第 {number} 次相比"),
    stands_better: "更好",
    stands_alike: "没有差别",
    stands_worse: "更差",
    columns: "列",
    inputs: "输入数",
    share_of: |share| percent(share, Language::Zh),
    method_of: zh::name_of,
    headline,
};

fn headline(own: &Judgement) -> String {
    let interval = own.interval.as_ref().map(|skill| (skill.interval.low, skill.interval.high));
    let judged = Some((own.standing, interval));
    (Language::Zh.texts().verdict)(&Verdict { best: own.best, skill: own.skill, judged })
}

fn choices(recipe: &Recipe) -> Vec<(&'static str, String)> {
    let hidden = recipe.hidden.iter().map(usize::to_string).collect::<Vec<_>>().join("-");
    let mut all = match recipe.folds {
        Folds::Ahead(_) => vec![
            ("看历史的方式", recipe.views.len().to_string()),
            ("每种方式的网络数", recipe.members.to_string()),
        ],
        Folds::Parts(_) => vec![("网络数", (recipe.views.len() * recipe.members).to_string())],
    };
    all.push(("隐藏层", hidden));
    all.push((
        "轮数",
        if recipe.least_steps > 0 {
            format!("{}，或凑足 {} 步所需的轮数；不提前停止", recipe.epochs, recipe.least_steps)
        } else {
            format!("{}，不提前停止", recipe.epochs)
        },
    ));
    all.push(("批大小", recipe.batch.to_string()));
    all.push((
        "学习率",
        format!(
            "{}，前 {} 的步数内上升，之后按半个余弦下降",
            recipe.learning_rate,
            percent(recipe.warm_up, Language::Zh)
        ),
    ));
    all.push(("优化器", format!("AdamW，权重衰减 {} × 学习率", recipe.weight_decay)));
    all.push((
        "损失",
        recipe.huber.map_or_else(|| "½·平方误差".to_owned(), |delta| format!("½·Huber，δ = {delta}")),
    ));
    all.extend(recipe.half_life_days.map(|days| ("一行的权重减半所需", format!("{days} 天"))));
    all.push(("网络学习的是", format!("岭回归（λ = {}）剩下的部分", recipe.ridge)));
    all.push(("标准化输入截断于", format!("±{}", recipe.clip)));
    if recipe.pieces > 0 {
        all.push(("网络还把每个数看作", format!("它在该列至多 {} 段中的位置，各段行数相同", recipe.pieces)));
    }
    if let Folds::Parts(parts @ 1..) = recipe.folds {
        all.push((
            "“门”的依据",
            format!("测试行以外的所有行，至多分为 {parts} 份；每份由只学过其他份的网络预测"),
        ));
    }
    all.push((
        "这些选择依据",
        match recipe.folds {
            Folds::Ahead(_) => "约 50 种训练配置和 110 种门，在七张表上比较，从未看过测试行",
            Folds::Parts(_) => "29 种训练配置，在四张表上比较，从未看过测试行",
        }
        .to_owned(),
    ));
    all
}
