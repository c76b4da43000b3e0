//! 简体中文。

use super::ProofTexts;
use crate::evaluation::DeviceClass;
use crate::i18n::format::{bound, number};
use crate::session::act::{Change, Driver};

pub(super) static TEXTS: ProofTexts = ProofTexts {
    tab_receipt: "训练的代价",
    tab_verify: "核实节约",
    tab_effects: "多一点会怎样",
    tab_mix: "满足要求的最低碳",
    tab_sheet: "四个场景",

    receipt_says: "网页测不到功率。它知道用了多少秒；这类设备的功率是假设，所以答案是一个范围。每个数都可以改。",
    device: "设备",
    device_is: |device| match device {
        DeviceClass::Phone => "手机或平板",
        DeviceClass::Laptop => "笔记本电脑",
        DeviceClass::Desktop => "台式电脑",
    },
    watts: ["最低，W", "可能，W", "最高，W"],
    watts_says: "假设的功率：一个繁忙的处理器核心比空闲时多用的功率，从省电型到全部设计功率。不是测量值。",
    where_computed: "在哪里计算",
    grams: "当地碳强度，g/kWh",
    what: "项目",
    seconds: "秒",
    energy: "电量，Wh",
    carbon: "碳，g CO₂e",
    this_run: "第 3 步的训练",
    forecasts: "计划所用的预测",
    both: "合计",
    nothing_trained: "还没有训练过。",
    formula: |watts, seconds, wh, grams, carbon| {
        format!("{watts} W · {seconds} s ÷ 3600 = {wh} Wh； {wh} Wh · {grams} g/kWh ÷ 1000 = {carbon} g")
    },
    compare: |km| format!("相当于一辆 150 g/km 的汽车行驶 {km} m。"),
    payback: |days, kg| format!("这个计划每天减少 {kg} kg（测试期平均）：训练的碳在{days}后收回。"),
    no_payback: "从测试期看，这个计划没有减少碳：训练的碳永远收不回来。",
    payback_waits: "先计划一天，这里就会显示执行多少天后能收回训练的碳。",
    duration: |days| {
        if days >= 1.0 {
            format!(" {} 天", number(days))
        } else if days * 24.0 >= 1.0 {
            format!(" {} 小时", number(days * 24.0))
        } else if days * 1440.0 >= 1.0 {
            format!(" {} 分钟", number(days * 1440.0))
        } else {
            format!(" {} 秒", number(days * 86_400.0))
        }
    },
    early: |done, all, wh, grams| {
        format!(
            "提前停止使训练在 {all} 个轮次中的第 {done} 个结束：按同样的速度，其余轮次还要 {wh} Wh、{grams} g。"
        )
    },

    verify_says: "采取措施之后，真的节约了吗？措施之前的日子用来拟合能耗与其驱动因素的直线；它说出之后的日子若无措施会用多少（IPMVP 方案 C）。差值就是节约量，不确定度按 ASHRAE 指南 14。",
    energy_column: "所用的能量",
    temperature: "室外温度，°C",
    no_temperature: "无",
    heating_base: "低于此温度供暖，°C",
    cooling_base: "高于此温度制冷，°C",
    weekends: "周末不同",
    measure_date: "采取措施的日期（年-月-日）",
    date_wrong: "请填表格时间范围内的日期，例如 2017-03-01。",
    verify: "核实",
    verify_fails: |before, after| {
        format!(
            "完整的日子不够：之前 {before} 天，之后 {after} 天。之前的天数要多于驱动因素，之后至少一天；或者驱动因素彼此相关。"
        )
    },
    verify_columns: "这些列不行：需要能量或功率，以及有固定步长的时间。",
    verified: |kwh, share, range, kg| {
        format!(
            "节约 {kwh} kWh（占本来会用的 {share}；90 % 置信度下 {range}），按本面板的碳强度约 {kg} kg CO₂e。"
        )
    },
    verified_none: |kwh, range| format!("没有证实节约：{kwh} kWh，但 90 % 置信度下 {range} 包含零。"),
    verify_how: |before, after| format!("之前 {before} 个完整的日子，之后 {after} 个。"),
    little_explained: |r2| {
        format!(
            "直线只解释了此前用能变化的一小部分（R² {r2}；通常要求 0.75）。此后其他变化（天气、建筑的使用方式）都会被算作措施的效果。"
        )
    },
    weak_line: |cv| {
        format!("直线拟合较松（CV(RMSE) {cv}）：对日数据，ASHRAE 要求不超过 30 %。也许缺少某个驱动因素。")
    },
    baseline: "本来会用，kWh",
    used: "实际所用，kWh",
    saving: "节约，kWh",
    uncertainty: "节约量的不确定度（ASHRAE 14）",
    uncertainty_alike: "相邻日子误差相似时",
    by_squares: "最小二乘的区间，kWh",
    fit: "之前的 R² 与 CV(RMSE)",
    driver: |driver| match driver {
        Driver::Heating => "每个供暖度日的 kWh",
        Driver::Cooling => "每个制冷度日的 kWh",
        Driver::Weekend => "周末每天多用的 kWh",
    },
    intercept: "没有这些因素时每天的 kWh",
    own_data_only: "示例数据里没有采取过措施：这里找到的“节约”是别的变化，例如习惯。所以核实需要一个真正做了某件事的日期。",

    effects_says: "训练好的模型认为：每个输入多一点、其余不变，会怎样；用的是没有参与拟合的行。",
    effects_wait: "请先训练：这里是训练好的模型的回答。",
    effects_none: "这个模型没有可以单独改变的输入。",
    effects_past: "过去的数值保持不变；随着时间它们也会改变，影响会累积。",
    change: "改变",
    change_is: |column, change| match change {
        Change::More(step) => format!("{column} + {}", bound(*step)),
        Change::Label(from, to) => format!("{column}：{from} → {to}"),
    },
    on_average: |unit| format!("平均{unit}"),
    most_rows: "中间 80 % 的行",
    correlation: "模型学到的是什么与什么同时出现，而不是因果。",

    mix_says: "哪些输入能以最少的碳达到要求？搜索的是模型自己的响应，而且只在有数据的地方：每个输入都在学过的范围内，与真实行的距离不超过行与行之间的距离。",
    mix_wait: "请先训练：回答来自训练好的模型。",
    need: |target| format!("要求：{target} 至少"),
    margin: |unit| format!("额外的安全余量{unit}"),
    input: "输入",
    factor: "每单位 kg CO₂e",
    fixed: "固定为",
    fixed_open: "参与搜索",
    factors_says: "起始的系数是每千克的典型值（水泥 0.9、矿渣 0.07、粉煤灰 0.01、减水剂 1.9、骨料 0.005）：只是假设，请换成供应商的数值。",
    search: "搜索",
    searching: "正在搜索 …",
    no_mix: |most| {
        format!(
            "数据中没有哪一行（以及附近）被预测能达到；所有行中最高是 {most}。请降低要求，或让更多输入参与搜索。"
        )
    },
    too_few_rows: "模型学过的行太少。",
    found: |kg, share, row| {
        format!("{kg} kg CO₂e：比数据中模型认为够用的最好的真实行（{row} kg）少 {share}。")
    },
    found_none_better: "没有找到比数据中最好的真实行更清洁的。",
    best: "找到的",
    best_row: "最好的真实行",
    predicted: "预测",
    emits: "排放，kg CO₂e",
    nearness: "与真实行的距离，占上限",
    mix_how: |tried| format!("试了 {tried} 种配比。结果不错，但不能证明是最好的；要由实验室确认。"),

    sheet_says: "能源、交通、工业、建筑：同样的设置用在各自的一张表上，比较相对最好的简单方法的技巧、名次，并用 Friedman 检验判断各方法在这些表上是否不同。",
    scenario: "场景",
    scenario_of: ["能源：维多利亚州用电", "交通：汽车与 CO₂", "工业：混凝土与强度", "建筑：加州住宅"],
    open: "打开",
    train_all: "按第 2 步的设置训练全部四个",
    stop: "完成这一个后停止",
    training_now: |name| format!("正在训练：{name} …"),
    skill: "技巧",
    rank: "名次",
    mean_rank: "平均名次",
    network: "这个模型",
    friedman: |tables, methods, chi, p, distance, clear| {
        let verdict = if clear { "各方法不同" } else { "没有证实各方法不同" };
        format!(
            "{tables} 张表、{methods} 种方法的 Friedman 检验：χ² = {chi}，p = {p}：{verdict}。两种方法的平均名次要相差 {distance} 才算不同（Nemenyi，95 %）。"
        )
    },
    friedman_wait: "检验至少需要两张表。",
    sheet_how: "测试行上的 RMSE，用各表自己的单位，越小越好。只列出打开本页以来训练过的表，以及当时的设置。",
};
