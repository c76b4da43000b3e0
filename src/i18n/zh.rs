//! 简体中文。

use super::Language;
use super::format::{self, SpanUnit, count, number, offset, percent};
use super::texts::{Term, TermText, Texts, Verdict};
use crate::data::{
    DatasetError, DateOrder, Issue, IssueKind, Kind, Measure, Missing, ReadError, Region, Role, Source, Span,
    SplitMethod, Zone, ZoneReason,
};
use crate::evaluation::BaselineName;
use crate::forecast::FrameError;
use crate::nn::{Activation, Initialiser, Loss, OptimizerKind};
use crate::session::judge::Standing;
use crate::session::{Example, OUT_OF_MEMORY, Part, TrainError};
use crate::training::{DivergenceReason, Outcome, Setting};

pub(super) static TEXTS: Texts = Texts {
    page_title: "绿梯 GreenGrad – 用自己的能源数据训练神经网络",
    own_name: "中文",
    close: "关闭",
    on: "开",
    off: "关",
    drop_anywhere: "松开鼠标，读取文件",

    training: "训练",
    train: "训练",
    pause: "暂停",
    go_on: "继续",
    train_again: "重新训练",
    key_space: "快捷键：空格",
    step: "单步",
    step_hint: "一个批次：全部权重更新一次（快捷键 →）",
    one_epoch: "一轮",
    epoch_hint: "一轮：每个训练行用一次",
    reset: "重置",
    reset_hint: "回到同样的初始权重，种子不变（快捷键 R）",
    ready: "准备就绪：请按“训练”。放心，弄不坏的。",
    paused: "已暂停",
    epoch_of: |done, all| format!("第 {done} / {all} 轮"),
    step_of: |done, all| format!("第 {done} / {all} 步"),
    rows_per_second: |rows| format!("每秒 {rows} 行"),
    seconds_left: |seconds| {
        if seconds < 1.5 {
            "还剩 1 秒".to_owned()
        } else {
            format!("还剩 {} 秒", seconds.round() as u64)
        }
    },
    outcome,
    train_error,
    run_lost: "负责训练的工作线程停止了，这次训练没有保住。请按“训练”重新开始。",
    train_loss_short: "训练",
    validation_loss_short: "验证",
    blocked_loading: "正在读取数据……",
    blocked_no_data: "请先载入表格，或选一个示例。",
    blocked_dataset: "这样选列无法训练：见第 1 步。",
    blocked_field: "第 2 步中有一个数超出了范围。",

    help: "帮助",
    how_to: &[
        "数据：拖入 CSV 文件、粘贴表格或选一个示例，再选定要预测的列（目标）。",
        "模型：沿用“文章”预设，或更改层数、学习率等。",
        "训练：按“训练”，看损失下降。",
        "检验：查看网络从未见过的行的预测，并与不需要网络的简单方法比较。",
        "行动：按预测安排一天，看电池和可以等待的用电能节省多少。",
    ],
    learn: "学习",
    glossary: "术语表",
    keys: "快捷键",
    key_list: &[("空格", "训练或暂停"), ("→", "走一步"), ("R", "重置"), ("?", "打开帮助")],
    keys_on: "启用单键快捷键（仅当输入框、列表和按钮都没有焦点时）",
    never_leaves: "您的数据不会离开本页。",
    never_leaves_long: "您的数据不会离开本页：背后没有服务器，除了网页自身的文件，本页不向网络请求任何内容。",
    what_is: |term| format!("什么是“{term}”？"),
    term,

    worker_restarted: |run_lost, reloading, reason| {
        let reason = match reason {
            OUT_OF_MEMORY => "内存不足：网络小一些、列或行少一些，所需内存就少",
            reason => reason.trim(),
        };
        let mut text = format!("负责读取和训练的工作线程停止了（{reason}），已重新启动。");
        if run_lost {
            text.push_str("这次训练没有保住，设置仍在。");
        }
        if reloading {
            text.push_str("正在重新读取表格。");
        }
        text
    },
    model_opened: |targets, columns| {
        format!("打开的模型：用 {} 预测 {}。", columns.join("、"), targets.join("、"))
    },
    work_is_back: "已恢复此浏览器保存的工作。训练到一半的模型停在原处：按“训练”继续。",
    link_parts: |parts| format!("链接中的这些部分无法识别，已忽略：{}。", parts.join("、")),

    data: "数据",
    rows: |rows| format!("{rows} 行"),
    drop_here: "把 CSV 或电子表格拖到本页任意位置",
    choose_a_file: "选择文件",
    paste: "粘贴",
    paste_label: "粘贴带表头的数据，以逗号、分号或制表符分隔：",
    use_text: "使用这段文字",
    pasted_text: "粘贴的文字",
    or_example: "或选一个示例：",
    pick_example: "请选择",
    example: "示例",
    made_up: "自造数据",
    example_title,
    example_teaches,
    example_source,
    example_missing: "无法取得该文件。网页的服务器还在吗？",
    worker_died_loading: "读取这个文件时，浏览器终止了工作线程，多半是内存不够。请换小一些的文件再试。",
    reading: |name| format!("正在读取 {name}……"),
    not_loaded: |name| format!("没有载入 {name}。"),
    still_here: "下面仍是之前的表格。",
    read_error,
    dataset_error,
    issue,
    noticed: |number| format!("发现 {number} 处值得留意"),
    more_noticed: |number| format!("另有 {number} 处"),
    understood,
    answer: |kind| match kind {
        IssueKind::AmbiguousNumberFormat { decimal: true, .. } => Some("读作千位分隔"),
        IssueKind::AmbiguousNumberFormat { decimal: false, .. } => Some("读作小数点"),
        IssueKind::AmbiguousDateOrder { order: DateOrder::DayFirst } => Some("月在前"),
        IssueKind::AmbiguousDateOrder { order: DateOrder::MonthFirst } => Some("日在前"),
        IssueKind::SentinelValues { missing: false, .. } => Some("按缺失处理"),
        IssueKind::SentinelValues { missing: true, .. } => Some("保留原值"),
        IssueKind::LooksLikeCompactDates | IssueKind::LooksLikeEpoch | IssueKind::LooksLikeExcelDates => {
            Some("保留为数值")
        }
        IssueKind::CounterLike | IssueKind::CounterLikeWithDrops => Some("加上差值"),
        IssueKind::DifferencesAdded => Some("去掉差值"),
        _ => None,
    },
    encoding: "编码",
    separator: "分隔符",
    separator_name,
    decimal_mark: "小数点",
    decimal_name: |mark| if mark == ',' { "逗号为小数点" } else { "句点为小数点" },
    header_at: "表头",
    header_name: |line| line.map_or("没有表头".to_owned(), |line| format!("表头在第 {line} 行")),
    date_order: "日期顺序",
    date_order_name: |order| match order {
        DateOrder::DayFirst => "日在前",
        DateOrder::MonthFirst => "月在前",
    },
    joined_by_time: "按时间合并",
    join_files: "按时间合并另一个文件…",
    time_zone: "时区",
    zone_name,
    zone_reason,
    step_name: step,
    no_even_step: "步长不均匀",
    partners: |found, rows| format!("共 {rows} 行，为表中 {found} 行提供了值"),
    take_away: "移除",
    keep_step: "保留第一个文件的步长；较疏的值沿用或均摊",
    sums_and_means: "求和或取平均",
    measure: |measure| match measure {
        Measure::Rate => "平均",
        Measure::Amount => "求和",
        Measure::State => "第一个值",
    },
    another_file: "预测另一个文件",
    choose_file_to_predict: "选择要预测的文件…",
    rows_predicted: |predicted, rows| format!("{rows} 行中预测了 {predicted} 行"),
    second_rmse: |target, rmse, rows| format!("{target} 的 RMSE：{rmse}（其中 {rows} 行有实际值）"),
    not_predicted: |name| format!("没有预测 {name}。"),
    save_as_csv: "存为 CSV",
    sheet: "工作表",
    cancel: "取消",
    reading_again: "后面的行与开头不同，正在重读一遍。",
    rows_read: |rows| format!("{rows} 行"),
    show_lines: |line| format!("查看第 {line} 行"),
    lines_around: |line| format!("第 {line} 行前后：文件原文与读取结果"),
    as_it_stands: "原文",
    no_row: "不是表中的行",
    no_lines: "仅 16 MB 以内的文件可查看原文。",
    missing_rows: "缺少特征值的行",
    missing_way: |way, rows| match way {
        Missing::LeaveOut => format!("略去（使用 {rows} 行）"),
        Missing::Fill => format!("用训练均值填补并标记（使用 {rows} 行）"),
    },
    how_often: "从小到大的频数",
    mean_is: |mean| format!("均值 {mean}"),
    distinct_are: |distinct| format!("{distinct} 种"),
    columns: "各列及其用途",
    all_columns: |number| format!("显示全部 {number} 列"),
    known_ahead_why: "除非标为“预先已知”，其他列不参与预测：预测时只能用当时已经知道的信息。",
    role_of: |column| format!("“{column}”的用途"),
    role: |role, timed| match (role, timed) {
        (Role::Feature, false) => "特征",
        (Role::Feature, true) => "预先已知",
        (Role::Target, _) => "目标",
        (Role::Time, _) => "时间",
        (Role::Group, _) => "分组",
        (Role::Ignore, _) => "不用",
    },
    read_as_labels: "是类别，不是数量",
    kind,
    from_to: |least, most| format!("{least} 至 {most}"),
    labels: |number| format!("{number} 个类别"),
    missing: |number| format!("缺 {number} 个"),
    first_rows: |shown, rows| format!("{rows} 行中的前 {shown} 行"),
    preview: "表格的前几行",
    line: "行号",

    split: "划分",
    split_method: "测试用哪些行",
    split_name: |method| match method {
        SplitMethod::Chronological => "最后的行".to_owned(),
        SplitMethod::Random { .. } => "随机的行".to_owned(),
        SplitMethod::Hash => "按行号（散列）".to_owned(),
        SplitMethod::Group { column } => format!("按“{column}”整组"),
    },
    split_why: |method, from| match (method, from) {
        (SplitMethod::Chronological, Some(from)) => {
            format!("数据按时间排列，所以用 {from} 起的最后一段来测试：随机划分会让模型偷看未来。")
        }
        (SplitMethod::Chronological, None) => "按文件中的顺序，留出最后的行来测试。".to_owned(),
        (SplitMethod::Random { .. }, _) => {
            "随机抽取，每次抽到的行都相同。只有在各行没有先后顺序时才合适。".to_owned()
        }
        (SplitMethod::Hash, _) => "由行号决定，所以每个人的测试行都相同。".to_owned(),
        (SplitMethod::Group { column }, _) => {
            format!("“{column}”相同的行不拆开，所以测试的是模型从未见过的组。")
        }
    },
    season: "一年中的时间也作为输入",
    test_rows: "测试占比",
    validation_rows: "验证占比",
    train_part: "训练",
    validation_part: "验证",
    test_part: "测试",

    model: "模型",
    parameters: |number| format!("{number} 个参数"),
    article: "文章",
    article_is: "64-64 ReLU、Adam 0.001、均方误差、批大小 32、100 轮",
    preset: "预设",
    recipe_loss_title: "每个网络的加权 Huber 损失，依次训练",
    recommended: "推荐",
    recommended_is: "多个网络，加一道“门”：按它们在没见过的行上胜过简单方法的程度来信任它们。表中有时间时，它们以两种方式看历史。",
    quick: "快速",
    quick_is: "与“推荐”相同，但网络较少，表中有时间时只有一种看历史的方式：用时约减半。",
    own_settings: "自己的设置",
    mend: |kind| match kind {
        IssueKind::RandomSplitOfTimes => Some("用最后的行检验"),
        IssueKind::GroupsOnBothSides => Some("整组放在一起"),
        IssueKind::CopyOfTarget { .. }
        | IssueKind::ShortLag { .. }
        | IssueKind::StandardisedBefore
        | IssueKind::FilledBefore { .. } => Some("不用它"),
        _ => None,
    },
    horizon: "预测时长",
    span: span_of,
    optimizer: |kind| match kind {
        OptimizerKind::Sgd => "SGD",
        OptimizerKind::Momentum => "动量 SGD",
        OptimizerKind::RmsProp => "RMSProp",
        OptimizerKind::Adam => "Adam",
        OptimizerKind::AdamW => "AdamW",
    },
    activation: |activation| match activation {
        Activation::Relu => "ReLU",
        Activation::LeakyRelu => "带泄漏 ReLU",
        Activation::Tanh => "tanh",
        Activation::Sigmoid => "sigmoid",
        Activation::Gelu => "GELU",
        Activation::Linear => "线性",
    },
    loss_name: |loss| match loss {
        Loss::MeanSquaredError => "均方误差",
        Loss::MeanAbsoluteError => "平均绝对误差",
        Loss::Huber => "Huber",
    },
    initialiser: |initialiser| match initialiser {
        Initialiser::GlorotUniform => "Glorot 均匀",
        Initialiser::GlorotNormal => "Glorot 正态",
        Initialiser::HeUniform => "He 均匀",
        Initialiser::HeNormal => "He 正态",
    },
    more_settings: "更多设置",
    new_seed: "换种子",
    applies_to_the_next_run: "这些设置用于下一次训练；学习率立即生效。",
    inputs: "输入",
    outputs: "输出",
    layer: "层",
    fewer_units: |layer| format!("减少第 {layer} 个隐藏层的单元"),
    more_units: |layer| format!("增加第 {layer} 个隐藏层的单元"),
    remove_layer: |layer| format!("去掉第 {layer} 个隐藏层"),
    no_hidden_layer: "没有隐藏层时，网络就是线性模型。",
    out_of_bounds: |least, most| format!("请填 {least} 到 {most} 之间的数。"),

    loss_curve: "损失",
    loss_title: |loss| match loss {
        Loss::MeanSquaredError => "每轮的均方误差".to_owned(),
        Loss::MeanAbsoluteError => "每轮的平均绝对误差".to_owned(),
        Loss::Huber => "每轮的 Huber 损失".to_owned(),
    },
    loss_axis: "损失（目标已标准化）",
    epoch_axis: "轮",
    log_scale: "对数刻度",
    linear_scale: "均匀刻度",
    series_train: "训练",
    series_validation: "验证",
    series_previous: |validation| {
        if validation { "上一次训练（验证）" } else { "上一次训练（训练）" }
    },
    tested_epoch: |epoch| format!("测试用的是第 {epoch} 轮之后的权重。"),
    results_of_other_settings: "这些结果来自另一组设置：请重新训练。",
    several_targets: |number| {
        format!("{number} 个目标：由一个网络同时预测。若只预测一个，请更改其余各列的用途。")
    },
    best_epoch: |epoch| format!("最佳：第 {epoch} 轮"),
    no_loss_yet: "网络学习时，这里会画出损失。",
    diverged,
    smaller_learning_rate: "用三分之一的学习率再试",
    scale_inputs: "标准化输入",
    fingerprint: |code| {
        format!("权重指纹：{code}。数据、设置和种子相同时，任何浏览器和终端得到的指纹都相同。")
    },

    predictions: "预测",
    rows_shown: |part, _| match part {
        Part::Test => "测试行，从未用于训练",
        Part::Validation => "验证行，学习过程中用来观察",
        Part::Train => "训练行：没有验证行",
    },
    looks: |times| match times {
        1 => "这些测试行看过 1 次。".to_owned(),
        _ => format!("这些测试行已看过 {times} 次；若据此做选择，结果会显得比实际好。"),
    },
    not_trained: "按“训练”，看网络如何预测这些行。",
    not_yet: "训练完成后显示它对这些行的预测。",
    network: "神经网络",
    baseline: name_of,
    verdict,
    skill_tile: |best| format!("技巧得分（比{}）", name_of(best)),
    not_defined: "无定义",
    which_target: "目标",
    over_time: "随时间",
    row_by_row: "逐行",
    against: "预测对实际",
    chart_over_time: |target, part| format!("{target}：实际与预测，{}", part_name(part)),
    chart_against: |target, part| format!("{target}：预测对实际，{}", part_name(part)),
    actual: "实际",
    predicted: "预测",
    perfect: "预测 = 实际",
    time_axis: "时间",
    row_axis: "行",
    all: "全部",
    one_week: "一周",
    hundred_rows: "100 行",
    earlier: "更早",
    later: "更晚",
    compared: "在相同的行上比较",
    method: "方法",

    chart_menu: "将此图存为……",
    as_table: "表格",
    save_svg: "SVG",
    save_png: "PNG",
    series_summary: |name, points, least, most, last| {
        format!("{name}：{points} 个点，从 {least} 到 {most}，最后为 {last}。")
    },
    first_of_rows: |shown, rows| format!("这里是 {rows} 行中的前 {shown} 行，下载的文件含全部。"),
};

fn part_name(part: Part) -> &'static str {
    match part {
        Part::Train => "训练行",
        Part::Validation => "验证行",
        Part::Test => "测试行",
    }
}

fn outcome(outcome: &Outcome, epochs: u32, seconds: f64) -> String {
    let time = format!("{} 秒", number(seconds));
    match outcome {
        Outcome::Finished => format!("完成：{epochs} 轮，用时 {time}"),
        Outcome::StoppedEarly { best_epoch } => {
            format!("{epochs} 轮后提前停止，用时 {time}；采用第 {best_epoch} 轮的权重")
        }
        Outcome::Diverged(divergence) => format!("在第 {} 轮停止：损失发散", divergence.epoch),
    }
}

fn diverged(outcome: &Outcome) -> String {
    let Outcome::Diverged(divergence) = outcome else { return String::new() };
    let what = match divergence.reason {
        DivergenceReason::NotFinite => "损失不再是有限的数".to_owned(),
        DivergenceReason::LossExploded => {
            format!("损失从第一步之前的 {} 变为 {}", number(divergence.initial_loss), number(divergence.loss))
        }
    };
    let steepest = divergence.steepest.map_or_else(String::new, |(layer, size)| {
        format!("在那之前，第 {} 层（从输入数起）的梯度最陡：每个大约 {}。", layer + 1, number(size))
    });
    format!(
        "第 {} 轮，{what}：步子太大，每一步都越过了谷底。{steepest}已恢复最后一组正常的权重。",
        divergence.epoch
    )
}

fn train_error(error: &TrainError) -> String {
    match error {
        TrainError::NoLab => {
            "训练“推荐”和“快速”所需的页面部分没有取到。请重新加载页面，或按自己的设置训练网络。".to_owned()
        }
        TrainError::NotResumed => "无法在此继续这次训练：表格或列的选择与它学习时的不同。".to_owned(),
        TrainError::Recipe(error) => recipe_error(error).to_owned(),
        TrainError::NoData => "还没有可训练的数据。".to_owned(),
        TrainError::Settings(error) => {
            let name = match error.setting {
                Setting::Epochs => "轮数",
                Setting::LearningRate => "学习率",
                Setting::BatchSize => "批大小",
                Setting::HiddenLayers => "隐藏层数",
                Setting::HiddenUnits => "每层单元数",
                Setting::L1 => "L1",
                Setting::L2 => "L2",
                Setting::Dropout => "随机失活",
                Setting::Patience => "耐心",
            };
            format!(
                "{name}为 {}，应在 {} 到 {} 之间。",
                number(error.value),
                format::bound(error.least),
                format::bound(error.most)
            )
        }
        TrainError::PatienceWithoutValidation => {
            "提前停止要看验证行，但现在没有：请选验证占比，或关闭提前停止。".to_owned()
        }
    }
}

fn read_error(error: &ReadError) -> String {
    match error {
        ReadError::EmptyFile => "文件是空的。".to_owned(),
        ReadError::NoDataRows { line } => format!("第 {line} 行是表头，其后没有数据。请连同数据一起导出。"),
        ReadError::NotCsvHtml { line } => {
            format!(
                "这是网页（HTML，第 {line} 行），不是表格：下载到的多半是登录页或报错页。请登录后重新下载。"
            )
        }
        ReadError::UnterminatedQuote { line } => {
            format!("第 {line} 行有一个引号（\"）只开不闭。请补上或删去。")
        }
        ReadError::NotUtf8 { line } => {
            format!("第 {line} 行不是 UTF-8 文字。请另选编码。")
        }
        ReadError::NotText { format } => {
            format!("这是 {format} 文件，不是文本。请把表格另存为 CSV 或电子表格后再拖入。")
        }
        ReadError::TooLarge { limit, columns } => format!(
            "文件超过 {} 行（每行 {columns} 列），这是网页内存所能容纳的上限。请减少行或列。",
            count(limit / u64::from((*columns).max(1)))
        ),
        ReadError::NoTimesToJoin => "文件按时间合并，而它没有时间列。请选有时间列的文件。".to_owned(),
        ReadError::NoCommonTimes { first, this } => {
            let day = |at: i64| format::time(at, false, Language::Zh, true);
            format!(
                "它与第一个文件没有共同的时间：前者从 {} 到 {}，它从 {} 到 {}。请选同一时段的文件，或改时区。",
                day(first.0),
                day(first.1),
                day(this.0),
                day(this.1)
            )
        }
        ReadError::Unreadable => "浏览器无法读取该文件：可能已被移动或修改。请重新选择。".to_owned(),
    }
}

fn dataset_error(error: &DatasetError) -> String {
    match error {
        DatasetError::UnknownColumn { column } => format!("表格中没有“{column}”列。"),
        DatasetError::NoLab => train_error(&TrainError::NoLab),
        DatasetError::NoTimeStep => {
            "这张表的时间没有固定间隔，模型无法按间隔回看历史：请检查时间列。".to_owned()
        }
        DatasetError::NoModel => "还没有训练好的网络：请先训练。".to_owned(),
        DatasetError::NoTarget => "还没有选目标：请把要预测的列设为“目标”。".to_owned(),
        DatasetError::NoFeature => "没有可用来预测的列：请至少把一列设为“特征”。".to_owned(),
        DatasetError::FeatureIsTarget { column } => {
            format!("“{column}”既是特征又是目标：把答案告诉模型，它什么也学不到。")
        }
        DatasetError::TargetIsCategory { column, labels } => {
            format!("“{column}”是 {labels} 个类别，不是数。本页预测数值：请换一个目标，或把类别换成数。")
        }
        DatasetError::TargetNotNumeric { column } => format!("“{column}”不是数，不能作目标。请选数值列。"),
        DatasetError::FeatureIsText { column, distinct } => {
            format!("“{column}”有 {distinct} 种不同文字，几乎每行一种，学不到什么。请设为“不用”。")
        }
        DatasetError::FeatureIsTime { column } => {
            format!("“{column}”是日期或时间，本身不是特征。请设为“时间”。")
        }
        DatasetError::TimeNotDatetime { column } => format!("“{column}”不是日期或时间，不能作时间列。"),
        DatasetError::NoGroup => "整组划分需要一个用途为“分组”的列。".to_owned(),
        DatasetError::Shares { test, validation } => format!(
            "测试（{}）和验证（{}）占得太多，剩下的不够训练。",
            percent(*test, Language::Zh),
            percent(*validation, Language::Zh)
        ),
        DatasetError::TooLarge { rows, inputs, limit } => format!(
            "表格有 {} 行；每行 {inputs} 个输入时，网页内存最多容纳 {} 行。请减少行，或把一些列设为“不用”。",
            count(*rows),
            count(limit / (*inputs).max(1))
        ),
        DatasetError::TooFewRows { usable, needed } => {
            format!("所需各列都有值的只有 {usable} 行，至少要 {needed} 行。")
        }
        DatasetError::EmptySplit { train, test } => {
            format!("这样划分，训练只有 {train} 行，测试只有 {test} 行。请调整占比。")
        }
        DatasetError::ColumnMismatch { column } => {
            format!("模型训练时有“{column}”列；这个表格没有，或类型不同。")
        }
    }
}

/// “第 3 行”“第 3、4 行”“第 3、4、6 行等 20 处”。
fn lines(issue: &Issue) -> String {
    const SHOWN: usize = 3;
    let shown: Vec<String> = issue.lines.iter().take(SHOWN).map(u32::to_string).collect();
    if shown.is_empty() {
        return format!("{} 处", issue.count);
    }
    let more = issue.count as usize > shown.len();
    let rest = if more { format!("等 {} 处", count(u64::from(issue.count))) } else { String::new() };
    format!("第 {} 行{rest}", shown.join("、"))
}

fn issue(issue: &Issue) -> String {
    let column = issue.column.as_deref().unwrap_or_default();
    let place = lines(issue);
    match &issue.kind {
        IssueKind::DecimalCommaDetected => "小数点写作逗号。".to_owned(),
        IssueKind::TrailingDelimiterDropped => format!("行末多出的分隔符（{place}）不算作一格。"),
        IssueKind::RaggedRowPadded { expected, found } => {
            format!("{place}格数不足（{found}，应为 {expected}）：其余按缺失处理。请看是否漏了一格。")
        }
        IssueKind::RaggedRowExtra { expected, found } => {
            format!(
                "{place}格数过多（{found}，应为 {expected}）：多出的已略去。值中若有分隔符，请给该值加引号。"
            )
        }
        IssueKind::SkippedBlankRows => format!("跳过了没有任何值的行：{place}。"),
        IssueKind::SkippedPreamble => format!("表头上方的内容已略去：{place}。"),
        IssueKind::SkippedUnitsRow => format!("表头下方的单位行（{place}）已读作单位。"),
        IssueKind::TwoLevelHeader => format!("表头有两行（{place}），已合并。"),
        IssueKind::SkippedComments => format!("注释（#）已略去：{place}。"),
        IssueKind::RepeatedHeader => format!("数据中间重复的表头已略去：{place}。"),
        IssueKind::SkippedFooter => format!("表格下方的合计或说明已略去：{place}。"),
        IssueKind::SecondTable => format!(
            "下方另有一张表，其中 {} 行没有读入（{place}）。请把它另存为一个文件。",
            count(u64::from(issue.count))
        ),
        IssueKind::QuoteOverLines => {
            format!("{place}的格数不对，且有一格引号跨越多行：可能少了一个引号，请在文件中补上。")
        }
        IssueKind::EncodingGuessed => "编码是按字节推测的。如有乱码，请在上方另选。".to_owned(),
        IssueKind::ReplacedCharacters => {
            format!(
                "有 {} 个字符在此编码中无意义，显示为 �。请在上方另选编码。",
                count(u64::from(issue.count))
            )
        }
        IssueKind::PercentHandling => format!("“{column}”是百分数：45% 读作 45。"),
        IssueKind::UnitsInCells { unit } => format!("“{column}”的数值带有单位 {unit}。"),
        IssueKind::MixedUnits { units } => {
            format!("“{column}”混用了单位（{}）。只读了最常见的一种；请先换算其余的。", units.join("、"))
        }
        IssueKind::AmbiguousNumberFormat { mark, decimal } => {
            let read_as = if *decimal { "小数点" } else { "千位分隔" };
            format!(
                "“{column}”：1{mark}480 是一点四八还是一千四百八十？每个数的标点后都恰有三位；现读作{read_as}。"
            )
        }
        IssueKind::AmbiguousDateOrder { order: DateOrder::DayFirst } => {
            format!("“{column}”：每个日期都有两种读法。现按“日在前”读。")
        }
        IssueKind::AmbiguousDateOrder { order: DateOrder::MonthFirst } => {
            format!("“{column}”：每个日期都有两种读法。现按“月在前”读。")
        }
        IssueKind::LooksLikeCompactDates => format!("“{column}”是数字写的日期（20240131 即 2024-01-31）。"),
        IssueKind::LooksLikeEpoch => format!("“{column}”是 1970 年以来的秒或毫秒，已读作 UTC 时间。"),
        IssueKind::LooksLikeExcelDates => format!("“{column}”是电子表格的日期序号，已读作日期。"),
        IssueKind::DurationsAsHours => format!("“{column}”是时长，已换算为小时（2:30 即 2.5）。"),
        IssueKind::MixedTimezones { offsets_minutes } => format!(
            "“{column}”中的时间有不同的时差（{}），已统一为 UTC。",
            offsets_minutes.iter().map(|&minutes| offset(minutes)).collect::<Vec<_>>().join("、")
        ),
        IssueKind::SentinelValues { value, missing: false } => {
            format!("“{column}”{place}为 {}，远离其他所有值：是表示“无数据”吗？", number(*value))
        }
        IssueKind::SentinelValues { value, missing: true } => {
            format!("“{column}”{place}为 {}，已按缺失处理。", number(*value))
        }
        IssueKind::FarFromRest { value, least, most } => format!(
            "“{column}”{place}为 {}，其他值都在 {} 到 {} 之间。若是笔误，请在文件中改正。",
            number(*value),
            number(*least),
            number(*most)
        ),
        IssueKind::IdLikeColumn => format!("“{column}”只是行的编号，没有使用：从中学到的不适用于新的行。"),
        IssueKind::CounterLike => format!("“{column}”看来是累计值，没有用作特征；您要的也许是它的差值。"),
        IssueKind::CounterLikeWithDrops => {
            format!("“{column}”看来是累计值，在{place}回落，没有用作特征；您要的也许是它的差值。")
        }
        IssueKind::NewestFirst => format!("各行按“{column}”由新到旧；预测时会按时间排序。"),
        IssueKind::TimeGaps { step_seconds, missing } => format!(
            "“{column}”的步长为 {}；在{place}之前共缺 {} 个时刻。",
            step(*step_seconds),
            count(u64::from(*missing))
        ),
        IssueKind::IrregularSteps => {
            format!(
                "“{column}”的时间没有均匀的步长；一天前或一周前的值很少能找到。若要用过去的值，请提供步长均匀的数据。"
            )
        }
        IssueKind::DaylightSaving { region, repeated, skipped } => format!(
            "“{column}”的时钟有夏令时（{}）：{repeated} 个时刻出现两次，{skipped} 个不出现（{place}）。没有改动。",
            region_name(*region)
        ),
        IssueKind::DateTimeJoined { date, time, hour_ending: false } => {
            format!("“{date}”与“{time}”已合并为“{column}”。")
        }
        IssueKind::DateTimeJoined { date, time, hour_ending: true } => {
            format!("“{date}”与“{time}”已合并为“{column}”。小时为 1 到 24，所以第 1 小时从 0:00 开始。")
        }
        IssueKind::DifferencesAdded => format!("已加上“{column}”逐行的差值；回落之处没有差值。"),
        IssueKind::SpreadsheetUnderOtherName { format } => {
            format!("这是一个以文本文件命名的电子表格（{format}），已按电子表格打开。")
        }
        IssueKind::ZoneTaken { zone, reason } => {
            format!("时区：{}（{}）。", zone_name(*zone), zone_reason(*reason))
        }
        IssueKind::StepChanged { from, to, summed, averaged } => {
            let shorter = to < from;
            let part = |names: &[String], way: &str| {
                if names.is_empty() { String::new() } else { format!("{way}：{}。", names.join("、")) }
            };
            let (sum, mean) = if shorter { ("均摊", "沿用") } else { ("求和", "取平均") };
            format!(
                "步长由 {} 变为 {}。{}{}",
                step(*from),
                step(*to),
                part(summed, sum),
                part(averaged, mean)
            )
        }
        IssueKind::RowsWithoutPartner { file } => format!(
            "有 {} 行在 {file} 中没有对应的行（{place}）：其值在此缺失。",
            count(u64::from(issue.count))
        ),
        IssueKind::RowsLeftOver => format!(
            "其中 {} 行没有用上（{place}）：第一个文件没有这些时刻的行，或时刻重复。",
            count(u64::from(issue.count))
        ),
        IssueKind::IncompleteIntervals => {
            format!("有 {} 个时段不完整，求和或平均会误导：按缺失处理。", count(u64::from(issue.count)))
        }
        IssueKind::ColumnRenamed { from } => {
            format!("“{from}”在此称为“{column}”，因为第一个文件已有同名的列。")
        }
        IssueKind::DuplicateHeadersRenamed => format!("空的或重复的列名已另取新名（{place}）。"),
        IssueKind::HeaderAssumedAbsent => {
            "第一行看来是数据，所以按位置给各列取名。若是表头，请在上方指定。".to_owned()
        }
        IssueKind::TextInNumberColumn { value } => {
            format!("“{column}”{place}为“{value}”，与其余不同：按缺失处理。若应为数字，请在文件中改正。")
        }
        IssueKind::NonFiniteValues { value } => format!("“{column}”{place}为“{value}”：按缺失处理。"),
        IssueKind::MissingTokens { value } => format!("“{column}”{place}写着“{value}”：按缺失处理。"),
        IssueKind::EmptyColumn => format!("“{column}”没有任何值，不使用。"),
        IssueKind::ConstantColumn => format!("“{column}”只有一个值，从中学不到什么。"),
        IssueKind::SingleColumn => "只有一列：除目标外至少还要一个特征。请提供时间或另一列。".to_owned(),
        IssueKind::HighCardinality { distinct } => {
            format!("“{column}”有 {distinct} 种不同的值，几乎每行一种：它是行的名字，不是描述。")
        }
        IssueKind::NulBytesRemoved => format!("{place}中的空字符（NUL）已去掉。"),
        IssueKind::DuplicateTimestamps => {
            format!("“{column}”中同一时间出现多次：{place}。请每个时间只留一行，或把各个表计分到不同文件。")
        }
        IssueKind::UnsortedTimestamps => format!("各行不按“{column}”的顺序（{place}）；预测时会排序。"),
        IssueKind::RowsLeftOut { used } => format!(
            "有 {} 行缺少所需的值，没有使用（{place}）；使用 {} 行。",
            count(u64::from(issue.count)),
            count(u64::from(*used))
        ),
        IssueKind::HistoryRows { used, before } => format!(
            "有 {} 行只作为历史：表中没有它们 {}之前的值（{place}）；使用 {} 行。",
            count(u64::from(issue.count)),
            span_of(*before),
            count(u64::from(*used))
        ),
        IssueKind::NotKnownAhead => format!("“{column}”没有使用：未标为“预先已知”，预测时用不了。"),
        IssueKind::LagsLeftOut { before } => {
            format!("没有使用 {}前的值：有这个值的行太少。", span_of(*before))
        }
        IssueKind::RandomSplitOfTimes => {
            "各行有时间，却随机划分：测试行在时间上的邻居被用来学习，等于几乎已知。请用最后的行检验。"
                .to_owned()
        }
        IssueKind::GroupsOnBothSides => format!(
            "“{column}”有 {} 个值同时出现在训练行和测试行：模型见过要检验的对象。请把整组放在一起。",
            count(u64::from(issue.count))
        ),
        IssueKind::ShortLag { before, target } => {
            format!("“{column}”就是 {}前的“{target}”：作预测时还不知道。", span_of(*before))
        }
        IssueKind::StandardisedBefore => {
            format!("“{column}”是用所有行（包括测试行）标准化的。请用原始测量值。")
        }
        IssueKind::FilledBefore { value } => format!(
            "“{column}”的空缺似乎用所有行（包括测试行）的平均值 {} 填充。请保留空缺。",
            number(*value)
        ),
        IssueKind::CopyOfTarget { target } => {
            format!("“{column}”就是换了单位的“{target}”（相关系数为 1）：等于泄露答案。请设为“不用”。")
        }
        IssueKind::UnknownLabel { label } => {
            format!("“{column}”{place}为“{label}”，模型从未见过：那里的预测只是猜测。")
        }
        IssueKind::ExtraColumns { names } => format!("模型不认识的列已略去：{}。", names.join("、")),
        IssueKind::UnitChanged { before, now } => {
            format!("“{column}”在此的单位是 {now}，而训练时是 {before}：请先换算，否则预测是错的。")
        }
        IssueKind::ConstantTarget => {
            format!("“{column}”在这些行中只有一个值：没有可学的，R² 无定义。请另选目标，或提供更多行。")
        }
        IssueKind::FewRows { test } => {
            format!("测试行只有 {test} 行：数字只是大概。请提供更多行，或提高测试占比。")
        }
    }
}

/// “15 分钟”“1 小时”“1 天”。
fn step(seconds: u32) -> String {
    match seconds {
        seconds if seconds % 86_400 == 0 => format!("{} 天", seconds / 86_400),
        seconds if seconds % 3600 == 0 => format!("{} 小时", seconds / 3600),
        seconds if seconds % 60 == 0 => format!("{} 分钟", seconds / 60),
        seconds => format!("{seconds} 秒"),
    }
}

fn region_name(region: Region) -> &'static str {
    match region {
        Region::CentralEurope => "中欧",
        Region::WesternEurope => "英国、葡萄牙",
        Region::EasternEurope => "东欧",
        Region::NorthAmerica => "北美",
        Region::Australia => "澳大利亚",
    }
}

fn zone_reason(reason: ZoneReason) -> &'static str {
    match reason {
        ZoneReason::Chosen => "您所选",
        ZoneReason::Offsets => "时间里写明了时差",
        ZoneReason::Name => "列名如此",
        ZoneReason::Changes => "时钟在该地的日子拨动",
        ZoneReason::NoChanges => "另一文件拨钟之时，它不拨",
        ZoneReason::Assumed => "假定：文件中没有说明",
    }
}

fn zone_name(zone: Zone) -> String {
    let hours = |minutes: i16| format::offset(i32::from(minutes));
    match zone {
        Zone::Utc => "UTC".to_owned(),
        Zone::Unstated => "未说明，各文件相同".to_owned(),
        Zone::Fixed { minutes } => format!("全年 {}", hours(minutes)),
        Zone::Local { region, minutes } => {
            format!("{}，冬季 {}，有夏令时", region_name(region), hours(minutes))
        }
    }
}

fn separator_name(separator: Option<char>) -> &'static str {
    match separator {
        Some(',') => "逗号分隔",
        Some(';') => "分号分隔",
        Some('\t') => "制表符分隔",
        Some('|') => "竖线分隔",
        Some(_) => "其他分隔符",
        None => "只有一列",
    }
}

fn understood(source: &Source) -> String {
    let separator = separator_name(source.delimiter);
    let header = (TEXTS.header_name)(source.header_line);
    let decimal = if source.decimal == ',' { " · 逗号为小数点" } else { "" };
    format!("{} · {separator} · {header}{decimal}", source.encoding.name().to_ascii_uppercase())
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Number => "数值",
        Kind::Datetime => "时间",
        Kind::Category => "类别",
        Kind::Text => "文字",
        Kind::Constant => "只有一个值",
        Kind::Empty => "空",
    }
}

fn verdict(verdict: &Verdict) -> String {
    let size = percent(verdict.skill.abs(), Language::Zh);
    let best = name_of(verdict.best);
    let Some((standing, interval)) = verdict.judged else {
        if verdict.is_level() {
            return format!("神经网络与这里最好的简单方法（{best}）同样好。");
        }
        let than = if verdict.skill < 0.0 { "大" } else { "小" };
        return format!("神经网络的误差比这里最好的简单方法（{best}）{than} {size}。");
    };
    let interval = interval.map(|(low, high)| {
        format!("（技巧得分的 95% 区间：{} 至 {}）", percent(low, Language::Zh), percent(high, Language::Zh))
    });
    let interval = interval.unwrap_or_default();
    match standing {
        Standing::Better => format!("神经网络优于最好的简单方法（{best}）：误差小 {size}{interval}。"),
        Standing::NoBetter if verdict.is_level() => {
            format!("神经网络与{best}在这里同样好{interval}；{best}更简单。")
        }
        Standing::NoBetter => {
            let than = if verdict.skill < 0.0 { "大" } else { "小" };
            format!("神经网络并不优于更简单的{best}：误差{than} {size}，可能出于偶然{interval}。")
        }
        Standing::Worse => format!("{best}更好：神经网络的误差大 {size}{interval}。请用{best}。"),
    }
}

fn recipe_error(error: &FrameError) -> &'static str {
    match error {
        FrameError::NoStep => {
            "时间没有能整除一天的固定间隔，因此无法回看“昨天”。请先合并或重采样，或按自己的设置训练网络。"
        }
        FrameError::NotChronological => "测试行不是最后的行：预测必须用之后的数据检验。请选择按时间划分。",
        FrameError::NoPast => "有历史值可回看的行太少：需要更长的表，或更短的预测时长。",
    }
}

pub(super) fn name_of(best: BaselineName) -> String {
    match best {
        BaselineName::Mean => "平均值".to_owned(),
        BaselineName::Linear => "线性模型".to_owned(),
        BaselineName::Before(Span::DAY) => "昨天的值".to_owned(),
        BaselineName::Before(Span::WEEK) => "上周的值".to_owned(),
        BaselineName::Before(span) => format!("{}前的值", span_of(span)),
    }
}

/// `15 分钟`、`24 小时`、`7 天`、`12 个月`。
pub(super) fn span_of(span: Span) -> String {
    let (count, unit) = format::span(span);
    let unit = match unit {
        SpanUnit::Months => "个月",
        SpanUnit::Days => "天",
        SpanUnit::Hours => "小时",
        SpanUnit::Minutes => "分钟",
        SpanUnit::Seconds => "秒",
    };
    format!("{count} {unit}")
}

fn example_title(example: Example) -> &'static str {
    match example {
        Example::Homes => "加州 17 户住宅",
        Example::Demand => "维多利亚州用电需求",
        Example::Grid => "德国电网的电价与碳强度",
        Example::Cars => "汽车的二氧化碳排放",
        Example::Bikes => "华盛顿共享单车",
        Example::Concrete => "混凝土强度",
        Example::Summer => "维多利亚州，夏季工作日 15:00",
        Example::CarsWithGaps => "汽车的二氧化碳排放（空缺为课程所造）",
        Example::Clusters => "两团点",
        Example::Circles => "圆盘与圆环",
        Example::Xor => "异或",
        Example::Spirals => "双螺旋",
        Example::Plane => "斜面",
    }
}

fn example_teaches(example: Example) -> &'static str {
    match example {
        Example::Homes => "预测 17 户真实住宅第二天的用电：很难胜过线性模型，本页会如实告诉您。",
        Example::Demand => {
            "一个州在冷天和热天的用电需求：神经网络在这里明显更好。气温用的是实测值，相当于天气预报完全准确。"
        }
        Example::Grid => "风电很多的电网的碳强度：只靠日历和昨天的值，能说明的很少。",
        Example::Cars => "由发动机和质量推算每公里排放多少克二氧化碳：没有时间列，随机划分，类别拆成独热列。",
        Example::Bikes => "按小时和天气预测骑行次数：工作日与周末不同，线性模型看不出来。",
        Example::Concrete => "由配比和龄期推算强度：其中的弯曲线性模型抓不住。水泥越少，碳越少。",
        Example::Summer => "夏季工作日 15:00、气温高于 20 °C 时的用电需求：几乎是一条直线。",
        Example::CarsWithGaps => "还是那些汽车；为了上课，每五行抹去一个功率。",
        Example::Clusters | Example::Circles | Example::Xor | Example::Spirals | Example::Plane => {
            "平面上的点，为试用网络而造，没有一个是测量值。"
        }
    }
}

fn example_source(example: Example) -> &'static str {
    match example {
        Example::Homes => "来源：Nweye 等，CityLearn Challenge 2022；EPRI 丰塔纳零净能耗社区。MIT。",
        Example::Demand | Example::Summer => {
            "来源：AEMO（需求）、BOM（气温），经 Hyndman 与 Athanasopoulos 的 fpp2。"
        }
        Example::Grid => {
            "来源：ENTSO-E 透明度平台、Bundesnetzagentur | SMARD.de，CC BY 4.0；经汇总，碳强度为计算所得。"
        }
        Example::Cars | Example::CarsWithGaps => {
            "来源：Donoho 与 Ramos 1982，StatLib；UCI Auto MPG，CC BY 4.0；排放按 EPA 系数。"
        }
        Example::Bikes => "来源：Fanaee-T 与 Gama 2013，UCI Bike Sharing，CC BY 4.0。",
        Example::Concrete => "来源：Yeh 1998，UCI Concrete Compressive Strength，CC BY 4.0。",
        Example::Clusters | Example::Circles | Example::Xor | Example::Spirals | Example::Plane => {
            "由 scripts/made_up_data.py 生成，种子 1，形状取自 TensorFlow Playground。"
        }
    }
}

fn term(term: Term) -> TermText {
    let (name, sentence) = match term {
        Term::Epoch => ("轮数", "一轮就是让网络把每个训练行都看一遍。"),
        Term::LearningRate => {
            ("学习率", "θ ← θ − α ∂L/∂θ 中的 α：每一步沿损失的坡走多远。太大则损失发散，太小则几乎不动。")
        }
        Term::BatchSize => ("批大小", "每一步用多少行：梯度取它们的平均。"),
        Term::Optimizer => ("优化器", "怎样由梯度得出一步。Adam 根据以往的梯度，给每个权重各自的步长。"),
        Term::Activation => ("激活函数", "每个隐藏层之后的弯折。没有它，所有层合起来仍是一条直线。"),
        Term::Loss => ("损失", "训练要减小的数：预测离实际有多远。"),
        Term::HiddenLayer => ("隐藏层", "输入与输出之间的单元。每个单元把输入加权相加，再弯折一下。"),
        Term::Initialiser => ("初始权重", "怎样随机取最初的权重，使信号一路上既不消失也不爆炸。"),
        Term::L1 => ("L1", "在损失上加 λ₁·Σ|w|：用同样的力把每个权重拉向 0，用处不大的权重最后都接近 0。"),
        Term::L2 => ("L2", "λ：权重大要付出代价，网络于是偏爱平滑的答案。用 AdamW 时权重直接按它缩小。"),
        Term::Dropout => ("随机失活", "每一步随机停用这么大比例的隐藏单元，使网络不依赖其中任何一个。"),
        Term::EarlyStopping => ("提前停止", "验证损失不再下降时停止，并取回最好的权重。"),
        Term::Patience => ("耐心", "验证损失没有改善时，再等多少轮。"),
        Term::Seed => ("随机种子", "一切随机数都由它产生：种子相同，训练过程每一位都相同。"),
        Term::Split => {
            ("划分", "用来学习的行（训练）、学习时用来观察的行（验证）、最后只用一次来评判的行（测试）。")
        }
        Term::KnownAhead => {
            ("预先已知", "做预测时已经知道的值：日历、计划、天气预报。今天的风，昨天并不知道。")
        }
        Term::Rmse => ("均方根误差", "误差平方的平均再开方，单位与目标相同：大的偏差更受重视。"),
        Term::Mae => ("平均绝对误差", "预测平均偏离多少，单位与目标相同。"),
        Term::R2 => ("决定系数 R²", "目标的变化有多少得到解释：1 为完美，0 相当于只用平均值，小于 0 更差。"),
        Term::Skill => (
            "技巧得分",
            "1 − 网络的均方根误差 / 同样的行上最好的简单方法的均方根误差：0 为没有改进，100% 为完美。",
        ),
        Term::Baseline => ("基线", "很简单的方法；神经网络要胜过它才值得用。"),
    };
    TermText { name, sentence }
}
