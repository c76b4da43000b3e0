use super::SweepTexts;
use crate::i18n::format::number;
use crate::session::sweep::{MOST_TRIALS, SweepRefusal};

pub(super) static TEXTS: SweepTexts = SweepTexts {
    title: "一次试多组设置",
    intro: "下面各项取值的每一种组合都训练成一个独立的网络，所有处理器核心同时进行。每个网络用训练行学习，用验证行评判；测试行始终不看。此处未列出的设置与上方相同。",
    seeds: "每组的随机种子数",
    lists: "多个取值用逗号或空格分隔；隐藏层的单元数用连字符连接（64-64），“无”表示线性模型。",
    not_a: |what, text, (least, most)| {
        format!("“{text}”不适合作为{what}：应为 {} 到 {} 之间的数。", number(least), number(most))
    },
    nothing_in: |what| format!("{what}：至少需要一个取值。"),
    no_layers: |text| format!("“{text}”不是隐藏层的写法：请写 64-64、16 或“无”。"),
    too_many: |count, most| format!("这些组合共 {count} 个网络；一次最多试 {most} 个。"),
    will_try: |count, epochs| format!("{count} 个网络，各训练 {epochs} 轮。"),
    start: |count| format!("试这 {count} 个网络"),
    not_while_training: "当前训练结束或暂停后即可进行。",
    cancel: "停止",
    under_way: |done, of, workers| format!("已完成 {done}/{of}，同时进行 {workers} 个"),
    done: |done, of, seconds, workers| {
        let which = if done == of {
            format!("{of} 个全部完成")
        } else {
            format!("已停止：完成 {done}/{of}")
        };
        format!("{which}，用时 {} 秒，同时进行 {} 个。", number(seconds), workers.max(1))
    },
    judged_on: |train, validation| format!("用 {train} 行训练，用 {validation} 行验证数据评判。"),
    none: "无",
    rank: "名次",
    parameters: "参数个数",
    error: |target| format!("{target} 的 RMSE（验证行）"),
    range: |least, most, seeds| format!("{seeds} 个种子：{least} 到 {most}"),
    diverged: "发散",
    not_done: "未完成",
    present: "上方当前设置",
    use_it: "采用这组",
    chance: "众多结果中的第一名有几分是运气：小于种子之间波动的差别没有意义，而第一名的验证误差也略显乐观。真正的水平要看测试行，这里的网络都没有见过它们。",
    refusal: |refusal| match refusal {
        SweepRefusal::NoData => "还没有可用的数据集。".to_owned(),
        SweepRefusal::NoValidationRows => {
            "没有可用来评判的验证行。请在第 2 步留出一部分行作验证。".to_owned()
        }
        SweepRefusal::Count(count) => format!("一次可试 1 到 {MOST_TRIALS} 个网络，不能是 {count} 个。"),
        SweepRefusal::Settings(error) => {
            let (least, most) = (number(error.least), number(error.most));
            format!("{} 为 {}：应在 {least} 到 {most} 之间。", error.setting.name(), number(error.value))
        }
    },
};
