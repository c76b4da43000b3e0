//! 简体中文。

use super::LessonTexts;
use crate::i18n::format::number;
use crate::lesson::{Fact, Hideable, View};

pub(super) static TEXTS: LessonTexts = LessonTexts {
    lessons: "课程",
    lesson_of: |number, of| format!("第 {number} 课，共 {of} 课"),
    close: "关闭课程",
    guess_first: "先猜一猜。",
    right: "对。",
    not_quite: "不太对。",
    tasks: "动手试试",
    done: "已完成",
    open: "待完成",
    your_number: "您的数",
    check: "检查",
    hint: "提示",
    remember: "记住",
    practice: "在实际中",
    show: |view| match view {
        View::Network => "看网络",
        View::Microscope => "看显微镜",
        View::SlowMotion => "看慢动作",
        View::Landscape => "看损失地形",
        View::Loss => "看损失曲线",
        View::Judge => "看评判",
        View::Plan => "看第 5 步",
        View::Receipt => "看训练的代价",
    },
    if_you_like: "选做",
    open_data: |name| format!("打开“{name}”"),
    next: "下一课",
    all_done: "这是最后一课。现在用您自己的数据试试。",
    again: "重新布置页面",
    count: |now, needed| if needed > 1 { format!("{now}/{needed}") } else { String::new() },
    number: |fact, now, sign, needed| {
        format!("{}：目前最好 {}，需要 {sign} {}", name(fact), number(now), number(needed))
    },
    missed: |typed| format!("{} 还不对。", number(typed)),
    not_a_number: |text| format!("“{text}”不是数；请输入例如 0.1。"),
    kept_here: "进度只保存在这个浏览器里。",
    not_kept: "这个浏览器不保存进度：关闭网页后就没有了。",
    own_table: "这一课会打开它自己的表格。您的表格和训练会离开本页；文件仍在原处。",
    begin: "开始这一课",
    setting_up: "正在布置页面 …",
    no_such_lesson: |name| format!("没有“{name}”这一课。"),
    no_such_part: |names| format!("没有叫这些名字的部分，无法隐藏：{}。", names.join("、")),
    part,
    needed: |names| format!("链接要隐藏这一课用得到的部分：{}。本页仍然显示。", names.join("、")),
    glossary: "术语表",
    back: "返回",
    to_lesson: "↑ 课程",
};

fn name(fact: Fact) -> &'static str {
    match fact {
        Fact::TrainLoss => "训练损失",
        Fact::ValidationLoss => "验证损失",
        Fact::BestValidationLoss => "最低验证损失",
        Fact::BestEpoch => "最佳轮次",
        Fact::EpochsDone | Fact::Epochs => "轮次",
        Fact::Rmse => "RMSE",
        Fact::Mae => "MAE",
        Fact::R2 => "R²",
        Fact::BaselineRmse => "最好的简单方法的 RMSE",
        Fact::Skill => "技巧分",
        Fact::Parameters => "参数",
        Fact::Inputs => "输入",
        Fact::LearningRate => "学习率",
        Fact::BatchSize => "批次",
        other => other.name(),
    }
}

fn part(part: Hideable) -> &'static str {
    match part {
        Hideable::Epochs => "轮数",
        Hideable::LearningRate => "学习率",
        Hideable::BatchSize => "批大小",
        Hideable::Layers => "隐藏层",
        Hideable::Activation => "激活函数",
        Hideable::Initialiser => "初始权重",
        Hideable::Loss => "损失",
        Hideable::Optimizer => "优化器",
        Hideable::Regularisation => "L1、L2 和随机失活",
        Hideable::EarlyStopping => "提前停止",
        Hideable::Seed => "随机种子",
        Hideable::Data => "数据和各列",
        Hideable::Split => "划分",
        Hideable::Method => "预设",
    }
}
