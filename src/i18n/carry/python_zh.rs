//! Python 脚本的中文注释。

use crate::formats::python::Comments;

pub(super) static COMMENTS: Comments = Comments {
    lesson: |targets| {
        format!(
            "用 NumPy 一步一步训练一个预测 {targets} 的网络。\n\n这个脚本由绿梯写出，重复网页所做的事：同样的列，同样的训练、验证和测试行，同样的初始权重，同样的行顺序。请当作一课从上往下读，随意修改，然后运行：\n\n    pip install numpy\n    python 本文件 [表格.csv] [epochs=20] [hidden=[32,32]] ...\n\n最后一行输出是测试行上的误差（JSON）。与网页相比末几位会不同，因为求和的顺序不同。"
        )
    },
    ray_job: |targets| {
        format!(
            "为预测 {targets} 的网络搜索设置，作为一个 Ray 作业。\n\n这个脚本由绿梯写出：Ray Data 读取表格，Ray Tune 在网页所用的设置附近试验，用验证行比较，最好的一个最后在测试行上评判一次。\n\n    pip install 'ray[data,tune]' numpy\n    python 本文件 [表格.csv]\n\n在集群上，从放着本文件和表格的文件夹里：\n\n    ray job submit --working-dir . -- python 本文件"
        )
    },
    companion: |targets| {
        format!(
            "用旁边的 ONNX 模型，为表格的每一行预测 {targets}。\n\n这个脚本由绿梯写出。填补缺失、把类别变成数、标准化、把输出换回目标的单位，都在模型里；这里只需读取表格，查出日历和过去的值。\n\n    pip install numpy onnxruntime\n    python 本文件 [表格.csv] [模型.onnx] > predictions.csv\n\n缺少模型所需的值的行，预测为空。"
        )
    },
    chosen: "在网页上选定的内容。",
    read: "普通的表格：用逗号分隔，小数用点，时间写作 2016-08-01T00:00:00。",
    plain: "会被电子表格当成公式的文字前面加了撇号，这里去掉。",
    columns: "把用到的每一列从文字变成它的内容。空单元格不是数（NaN）。",
    time: "时间变成 1970 年以来的毫秒数。没有时差的钟点原样使用。",
    features: "每行每个特征一个数：网络对一行的了解仅限于此。",
    lag: "这么久以前的值，按时间查找，而不是数行：可能有缺行。",
    lag_months: "这么多个月以前、同一天（或当月最后一天）的值。",
    label: "列里是这个类别时为 1，否则为 0：网络需要数（独热编码）。",
    number_label: "列里是这个数时为 1，否则为 0：这些数是类别，不是数量。",
    random: "PCG32（O'Neill 2014），网页所用的随机数生成器：同样的种子抽出同样的数。",
    below: "小于上界的整数，机会均等（Lemire 2019）。",
    shuffle: "每种顺序机会均等（Fisher-Yates）。",
    streams: "每种用途有自己的数列，一处多抽几个，不影响别处。",
    split_chronological: "最后的行作测试，之前的作验证：用过去预测未来，绝不反过来。",
    split_random: "随机的行作测试，由种子决定。",
    split_hash: "由行号的散列值决定是否属于测试，人人相同。",
    split_group: "整组留作测试，这样事先对它一无所知。",
    parts: "顺序的末尾是测试，之前是验证，其余用于训练。",
    golden: "均匀分布在 0 和 1 之间的数（Knuth 乘法散列）。",
    prepare: "从表格到网络学习所用的数。",
    usable: "一行中所有的值都已知，或可以填补，才算数。",
    order: "按时间顺序。",
    fill: "缺失的数用训练行的平均值代替；缺失的类别不属于任何类别。",
    scale: "标准化：平均值 0，标准差 1。只由训练行决定，因为测试行必须保持未知。",
    no_scale: "特征保持自己的单位。（试试标准化会带来什么！）",
    scaler: "每一列的平均值和标准差；不变的列变成 0。",
    activation: "两层之间的弯折。没有它，再多层也只是一条直线。",
    loss: "训练要减小的量，以及它对每个预测的斜率。",
    update: "梯度怎样变成一步：优化器。返回值从参数中减去。",
    first_weights: "小的随机权重，使同一层的单元彼此不同；偏置从 0 开始。",
    forward: "前向：每层由前一层算出 z = a W + b，再弯折。最后一层保持直的。",
    backward: "反向：每个权重对损失的贡献，按链式法则从最后一层算到第一层。",
    train: "训练循环：预测，量出损失，求出梯度，走一步，再来。",
    epoch: "一轮把所有训练行过一遍，每次顺序不同。",
    dropout: "每一步随机去掉一些单元，把其余的放大。（这里用 NumPy 抽取，与网页不同。）",
    step: "一步：每个参数逆着自己的梯度移动一点。",
    l1: "L1：每个权重按大小付出代价，用处不大的几乎变成零。偏置不计。",
    l2: "L2：大的权重也有代价。偏置不计。",
    decay: "权重衰减：每一步权重缩小一点。偏置不变。",
    patience: "早停：保留最佳一轮的权重；若它已过去太久，就停下。",
    predict: "以目标的单位给出预测。",
    figures: "均方根误差、平均绝对误差，以及解释了多少方差。",
    argument: "为某个设置给出别的值，例如 learning_rate=0.01。",
    past: "把一列放到时间的网格上，按步数查找过去。",
    first_counts: "两行时间相同时，取第一个有值的。",
    mean: "从 `nearest` 步到 `farthest` 步之前的值的平均，只算有的。",
    comb: "相隔一个周期的值的平均，例如前几天的同一小时。",
    places: "每个时间在网格上的位置：比第一个晚多少步。",
    places_months: "每个时间在网格上的位置：比第一个晚多少个月。",
    inputs: "模型所要的输入，按名字。",
    feed: "每个一列，每行一个数或一段文字。",
    rows: "NaN 表示这一行缺少某个值。",
    ray_read: "Ray Data 读取表格，单元格都当作文字；它们是什么，由下面决定，与网页一致。",
    ray_trial: "一次试验：用这些设置训练，报告验证行上的误差。测试行不露面。",
    ray_sweep: "Ray Tune 在网页所用的设置附近抽取设置，加以比较。",
    ray_best: "只有最好的一个与测试行见一次面。",
    word_epoch: "轮次",
    word_loss: "损失",
    word_train: "训练行",
    word_validation: "验证行",
    word_test: "测试行",
    word_diverged: "损失不再是有限的数：请把学习率调小。",
    word_best: "最好：",
};
