//! 简体中文。

use super::InsideTexts;
use crate::nn::{Loss, OptimizerKind};
use crate::training::Plane;

pub(super) static TEXTS: InsideTexts = InsideTexts {
    title: "看看里面",
    says: "每条线是网络的一个真实权重，每个方块是一个偏置。点一条线，把它放到显微镜下；指着一个圆，或用 Tab 和方向键移到那里，看这个神经元对什么有反应；点它则打开。",
    several: "“推荐”和“快速”训练多个模型并加以权衡：没有单个网络可看，也没有一组设置可以逐一尝试。",
    take_one: "改为训练一个网络",
    not_begun: |seed| format!("尚未训练：这是种子 {seed} 抽出的权重。"),
    learnt: |epochs, steps| {
        if steps == 0 {
            format!("训练 {epochs} 个轮次之后。")
        } else {
            format!("训练 {epochs} 个轮次又 {steps} 步之后。")
        }
    },
    drawing: |layers| format!("网络：{layers}。"),
    inputs: "输入",
    output: "输出",
    layer: |layer| format!("隐藏层 {layer}"),
    bias: "偏置",
    more_units: |first, last, all| format!("{first}–{last}，共 {all}"),
    units_before: |layer| format!("{layer}：前面的神经元"),
    units_after: |layer| format!("{layer}：后面的神经元"),
    add_layer: "+ 一层",
    remove_layer: "− 一层",
    add_unit: |layer| format!("隐藏层 {layer} 增加一个神经元"),
    remove_unit: |layer| format!("隐藏层 {layer} 减少一个神经元"),
    legend_negative: "负",
    legend_positive: "正",
    dead: |layer, units| {
        format!(
            "{layer}：{} 个神经元已失活，在试过的每一行上都为 0，梯度再也到不了它们（{}）。",
            units.len(),
            some(units)
        )
    },
    saturated: |layer, units| {
        format!(
            "{layer}：{} 个神经元饱和，几乎每一行都停在激活函数的一端，梯度几乎传不过去（{}）。",
            units.len(),
            some(units)
        )
    },
    of_other_settings: "这是当前设置的网络在训练开始时的样子；已训练的那个用的是别的设置。",
    unscaled: "网络得到的是原单位的输入。大的数会产生大的梯度。",
    scale: "标准化输入",
    made_up: "用自造数据试试",
    made_up_is: "平面上的点，与 TensorFlow Playground 一样：只有两个输入，一个神经元分得清什么就全看得见。点一下，打开表格和一个适合它的小网络；要回去，在第 1 步选示例。",
    standardised: "标准化后",

    tab_weight: "一个权重",
    tab_unit: "一个神经元",
    tab_slow: "慢动作",
    tab_landscape: "损失地形",
    asking: "正在查看 …",

    which_layer: "层",
    which_from: "来自",
    which_unit: "到神经元",
    weight_is: |from, to| format!("从 {from} 到 {to} 的权重 w"),
    bias_is: |symbol, to| format!("{to} 的偏置 {symbol}"),
    batch: |rows| format!("下一步会怎样改变它（这一批有 {rows} 行）："),
    loss_mean: |count, loss| {
        format!(
            "{}本页对一批取平均而不是求和：共 {count} 项，所以 L 是总和除以 {count}。",
            match loss {
                Loss::MeanSquaredError => "损失是 Σ(y − ŷ)²。",
                Loss::MeanAbsoluteError => "损失是 Σ|y − ŷ|。",
                Loss::Huber => "损失是 Huber 损失：小误差取平方，大误差取直线。",
            }
        )
    },
    loss_by_mean: |count| format!("{count} 项的平均"),
    value_now: |symbol| format!("现在的 {symbol}"),
    gradient_mean: |symbol| format!("∂L/∂{symbol}（按平均）"),
    gradient_sum: |symbol, count| format!("∂/∂{symbol}（按总和，× {count}）"),
    added_by: |name| format!("{name} 加上的部分"),
    part_of_g: "是 g 的一部分",
    cost_of: |name| format!("{name} 给 L 加上的代价"),
    not_in_loss: "对所有权重；不算在 L 里",
    difference: |width| format!("差分检验，h = {width}"),
    agrees: |off| format!("一致，相差 {off}"),
    disagrees: |off| format!("相差 {off}：激活函数或损失的折点落在 h 之内"),
    learning_rate: "学习率 α",
    optimizer_step: |kind, symbol, bias| match kind {
        OptimizerKind::Sgd => format!("SGD：{symbol} − α · g"),
        OptimizerKind::Momentum => format!("动量：v ← 0.9 v + g，再 {symbol} − α · v"),
        OptimizerKind::RmsProp => format!("RMSProp：{symbol} − α · g / (√s + ε)"),
        OptimizerKind::Adam => format!("Adam：{symbol} − α · m̂ / (√v̂ + ε)"),
        // 偏置不衰减。
        OptimizerKind::AdamW if bias => format!("AdamW：{symbol} − α · m̂ / (√v̂ + ε)"),
        OptimizerKind::AdamW => format!("AdamW：{symbol}·(1 − α λ) − α · m̂ / (√v̂ + ε)"),
    },
    first_moment: "m̂，梯度的平均",
    second_moment: "v̂，梯度平方的平均",
    velocity: "v，累积的梯度",
    mean_square: "s，梯度平方的平均",
    not_remembered: "中途改过 α，这里无法重现优化器的记忆：m 和 v 从零开始。",
    new_value: |symbol| format!("更新后的 {symbol}"),
    loss_after: |bias| if bias { "只动这个偏置时的 L" } else { "只动这个权重时的 L" },
    loss_after_all: "所有权重和偏置都动时的 L",
    unchanged: "与之前相同（直到最后几位）",
    fell: |by| format!("下降 {by}"),
    rose: |by| format!("上升 {by}"),
    along: |bias| {
        if bias {
            "沿这个偏置的损失（其余不动）"
        } else {
            "沿这个权重的损失（其余不动）"
        }
    },
    loss_axis: "损失",
    tangent: "斜率 = 梯度",
    formulas: |symbol| format!("三个公式，填入这些数：θ 就是 {symbol}"),
    without_dropout: "这里不用 Dropout：每一步关掉谁都要重新抽取。",

    unit_name: |layer, unit| format!("{layer}，神经元 {unit}"),
    plane_x: "横向",
    plane_y: "纵向",
    input_name: |name| format!("输入 {name}"),
    output_name: |name| format!("输出 {name}"),
    glance_range: |least, most| format!("反应从 {least} 到 {most}"),
    glance_means: |target, above, below| {
        format!("▲ {target} 高于平均时，平均 {above}；● 低于平均时，{below}")
    },
    marks: "标记表示",
    marks_show: ["实际发生的", "神经元的反应"],
    ground: "底色：只改变两个输入、其余取平均时它的反应；画斜线处为负。",
    ground_of_one: "线：只改变这个输入、其余取平均时它的反应。",
    marks_actual: |rows, target| {
        format!("标记：{rows} 个训练行，▲ 表示 {target} 高于平均，● 表示低于平均；越实，离平均越远。")
    },
    marks_own: |rows| {
        format!("标记：它对 {rows} 个训练行的真实反应，▲ 为 0 及以上，● 为 0 以下；越实，离 0 越远。")
    },
    active: |share| format!("其中 {share} 的行上它是活跃的。"),
    unit_map: |x, y| format!("这个神经元对 {x} 和 {y} 的反应"),

    which_row: "训练行",
    sample: |row, of, when| {
        format!("样本 {row}，共 {of} 个{}", when.map_or_else(String::new, |when| format!("（{when}）")))
    },
    inputs_changed: "有些输入不是表中的值；实际值 y 仍是原来的。",
    input_outside: |name, value, least, most| {
        format!("{name} 是 {value}，而网络只学过 {least} 至 {most}：它在这里说的只是猜测。")
    },
    beats: ["前向", "损失", "反向", "更新"],
    beat_says: [
        "输入逐层前进：每个神经元把输入乘以权重再相加，加上偏置，然后弯一下。",
        "把预测与实际相比。误差越大，损失越大。",
        "误差沿同样的权重往回走。每个神经元得知自己有多少责任：∂L/∂z。",
        "每个权重逆着自己的梯度挪一点。这就是更新之后的预测。",
    ],
    play: "播放",
    pause: "暂停",
    next_beat: "下一拍",
    once_more: "在这个样本上再来一次",
    from_start: "回到训练留下的样子",
    updates_before: |count| format!("已在这个样本上更新 {count} 次"),
    steepness: |rms| format!("梯度大约 {rms}"),
    copy_only: "这一切发生在副本上，训练本身不变。",
    activation: "a",
    delta: "∂L/∂z",
    cost: "损失",
    predicted: "ŷ",
    actual: "y",
    new_prediction: "新的 ŷ",

    plane: |plane| match plane {
        Plane::Walked => "沿走过的路",
        Plane::Gradient => "沿梯度",
        Plane::Random => "随机方向",
    },
    plane_says: |plane| match plane {
        Plane::Walked => "横向：从最初的权重到现在的权重。纵向：路偏离最多的方向。",
        Plane::Gradient => "横向：逆着梯度。纵向：一个随机方向，按每个神经元的权重缩放。",
        Plane::Random => {
            "两个随机方向，按每个神经元的权重缩放。几乎看不到走过的路：它在成千上万个方向里，与任何两个都很少重合。"
        }
    },
    landscape_is: |rows, least, most, here| {
        format!(
            "{rows} 个训练行上的损失：颜色淡为低（{least}），颜色浓为高（{most}），按等比分级。圆环是网络现在的位置（{here}），线是它走来的路。"
        )
    },
    landscape_map: "当前权重周围的损失",
    no_path: "还没有走过的路：请先训练几个轮次。",
};

/// 很多里的前几个。
fn some(units: &[u32]) -> String {
    let first: Vec<String> = units.iter().take(8).map(|unit| (unit + 1).to_string()).collect();
    if units.len() > 8 { format!("{} …", first.join("、")) } else { first.join("、") }
}
