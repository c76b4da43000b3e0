//! 简体中文。

use super::CarryTexts;
use crate::formats::onnx::OnnxError;
use crate::formats::{ContainerError, ExportError, ModelError, ProjectError, SCHEMA_VERSION};
use crate::i18n::{Language, format};
use crate::session::keep::{KeepProblem, OpenError};
use crate::session::{ResumeError, TrainError};
use crate::training::{CheckpointError, Outcome};

pub(super) static TEXTS: CarryTexts = CarryTexts {
    title: "在别处继续",
    intro: "可以带走的文件。它们在这里生成，由浏览器保存，不会发送到任何地方。",
    project: "项目",
    project_is: "全部放进一个文件（.greengrad）：各项选择、设置，以及训练和它所记住的一切。拖到本页上即可恢复；在终端里用 headless open 和 headless resume 继续。",
    in_page: "带项目的网页",
    in_page_is: "整个网页连同这里的一切放进一个 HTML 文件：双击即可在原处打开，无需服务器和网络。",
    page_not_saved: "没有取到网页的单个文件。网络在吗？",
    with_data: "连同表格",
    onnx: "ONNX 模型",
    onnx_is: "训练好的模型写成计算图，供 onnxruntime 等使用，填补、类别、缩放和门都在其中；另有一个用它预测表格的 Python 文件。",
    safetensors: "权重",
    safetensors_is: "safetensors 格式的权重，布局同 PyTorch；另有写着名字、列和缩放的 JSON 文件。",
    python_script: "Python 脚本",
    python_is: "用 NumPy 写出的这次训练，可当作一课来读：同样的行，同样的初始权重，同样的顺序。它读取下面的表格。",
    ray: "Ray 作业",
    ray_is: "同样的内容，用于 Ray：在您的设置附近试验，单机或集群均可。它读取下面的表格。",
    table: "表格",
    table_is: "读懂之后的表格，CSV 格式：UTF-8、逗号、小数点、ISO 时间。",
    after_a_run: "训练结束之后才有模型和脚本；脚本只用于按自己的设置训练的网络。",
    preparing: "正在准备 …",
    saved: |names| format!("已保存：{}", names.join("、")),
    kept_title: "保存在此浏览器中",
    kept_intro: "您在这里做的一切都留在此浏览器的存储（IndexedDB）中，只在这台设备上：表格、各项选择、训练及其权重。有改动就立即写入，训练时每秒写入一次，因此重新载入或崩溃最多丢失这一秒。",
    kept_rows: "行数",
    kept_runs: "训练次数",
    kept_size: "大小",
    kept_written: "最近写入",
    on_the_page: "正在页面上",
    open: "打开",
    remove: "删除",
    clear: "全部清除",
    clear_sure: "此浏览器保存的所有表格、训练和课程进度都将删除。确定吗？",
    clear_yes: "确定删除",
    clear_no: "不",
    run_title: "名称",
    pin: "固定",
    pinned: "已固定",
    keep_problem,
    project_error,
    open_error,
    resume_error,
    export_error,
    onnx_error,
    model_error,
    no_model: "其中还没有训练好的模型：请先让训练完成。",
    project_needed: "脚本重复整个训练，所以要从项目（train --project）写出，单有模型不够。",
    one_model: "请给出模型和文件，或 --model 和文件。",
    python: &super::python_zh::COMMENTS,
    other_table: "这不是制作项目时用的表格：请给出同一个文件，并用同样的方式读取。",
    data_needed: "这个项目保存时没有带数据：请用 --data 给出表格再继续。",
    no_run: "项目里没有训练：保存时还没有训练过。",
    run_is_over: "项目里的训练已经结束，没有可继续的。",
    paused: |epochs| format!("训练了 {epochs} 轮后暂存"),
    ended: |outcome, epochs| match outcome {
        Outcome::Finished => format!("完成：{epochs} 轮"),
        Outcome::StoppedEarly { best_epoch } => {
            format!("{epochs} 轮后提前停止；权重取自第 {best_epoch} 轮")
        }
        Outcome::Diverged(divergence) => format!("第 {} 轮损失爆炸；权重是最后一组正常的", divergence.epoch),
    },
    same_figures: "用表格和权重重新计算：指标逐位相同。",
    other_figures: "用表格和权重重新计算：指标与保存的不一致，两者都不可信。",
};

fn project_error(error: &ProjectError) -> String {
    match error {
        ProjectError::Container(ContainerError::OtherFile) => {
            "这不是绿梯的项目文件（.greengrad）。".to_owned()
        }
        ProjectError::Container(ContainerError::Truncated { found, expected }) => format!(
            "项目文件不完整：应有 {} 字节，只有 {} 字节。请重新下载或复制。",
            format::count(*expected),
            format::count(*found)
        ),
        ProjectError::Container(ContainerError::Damaged) => {
            "项目文件已损坏：校验和不对，没有读取其中任何内容。请重新下载或复制。".to_owned()
        }
        ProjectError::Container(ContainerError::Newer { found, known }) => format!(
            "项目文件由更新版本的网页写成（格式 {found}，这里最高认识 {known}）。请刷新网页，或在写它的地方打开。"
        ),
        ProjectError::Container(_) => "项目文件不是本页写出的格式。是不是被别的程序改过？".to_owned(),
        ProjectError::Settings(error) => {
            (Language::Zh.texts().train_error)(&TrainError::Settings(error.clone()))
        }
        ProjectError::Inconsistent { .. } => {
            "项目文件各部分互不相符，没有读取其中任何内容。是不是被别的程序改过？".to_owned()
        }
        _ => "项目文件没能写成。".to_owned(),
    }
}

fn keep_problem(problem: &KeepProblem) -> String {
    match problem {
        KeepProblem::NoStorage => {
            "此浏览器不为本页保存任何内容：可能是隐私窗口，或存储被关闭。离开之前请保存项目文件。".to_owned()
        }
        KeepProblem::Full => {
            "此浏览器的存储已满，页面上的内容没有保存。请删除下面的一些内容，或保存项目文件。".to_owned()
        }
        KeepProblem::TooLarge { bytes } => format!(
            "这张表格太大，无法保存在此（{} MB）：请留好它的文件，并保存一个不带表格的项目。",
            format::count(bytes / 1_000_000)
        ),
        KeepProblem::Cleared => "已全部清除。重新载入页面之前不会再保存任何内容。".to_owned(),
    }
}

fn open_error(error: &OpenError) -> String {
    match error {
        OpenError::Project(error) => project_error(error),
        OpenError::Model(error) => onnx_error(error),
        OpenError::TableNeeded(name) => {
            format!(
                "这个项目保存时没有带上表格（{name}），而页面上的不是那张表。请先打开那张表格，再打开项目。"
            )
        }
        OpenError::Unreadable => "浏览器无法读取这个文件。它还在原处吗？".to_owned(),
        OpenError::Nothing => "此浏览器保存的内容已不在：被清除了，或给别的内容让了位。".to_owned(),
    }
}

fn resume_error(error: &ResumeError) -> String {
    let train_error = Language::Zh.texts().train_error;
    match error {
        ResumeError::NoData => train_error(&TrainError::NoData),
        ResumeError::Recipe(error) => train_error(&TrainError::Recipe(error.clone())),
        ResumeError::Checkpoint(CheckpointError::Settings(error)) => {
            train_error(&TrainError::Settings(error.clone()))
        }
        ResumeError::Checkpoint(CheckpointError::NoValidationRows) => {
            train_error(&TrainError::PatienceWithoutValidation)
        }
        ResumeError::OtherInputs | ResumeError::Checkpoint(CheckpointError::OtherRows) => {
            "训练无法在这里继续：这些不是它学过的行。".to_owned()
        }
        _ => "训练无法在这里继续：训练结果与表格和所选的列不相符。".to_owned(),
    }
}

fn export_error(error: &ExportError) -> String {
    match error {
        ExportError::NoModel => TEXTS.no_model.to_owned(),
        ExportError::TableNeeded => {
            "这个模型按表格的时间步长回看过去，写出它需要表格：请用 --data 给出。".to_owned()
        }
        ExportError::Table(error) => (Language::Zh.texts().dataset_error)(error),
        ExportError::Frame(error) => (Language::Zh.texts().train_error)(&TrainError::Recipe(error.clone())),
        ExportError::RecipeAsScript => {
            "“推荐”和“快速”不写成脚本：请用 ONNX 带走，或按自己的设置训练一个网络。".to_owned()
        }
        ExportError::NoValidationRows => {
            "搜索要用验证行比较设置，而这里没有：请给验证留出一部分。".to_owned()
        }
        ExportError::DoesNotFit => "模型与表格不相符：请给出训练它的那个表格。".to_owned(),
        _ => "模型没能写成。".to_owned(),
    }
}

fn onnx_error(error: &OnnxError) -> String {
    match error {
        OnnxError::OtherFile => {
            "这不是绿梯写出的 ONNX 模型：里面没有说明表格怎样变成输入，所以不能在这里使用。".to_owned()
        }
        OnnxError::Model(error) => model_error(error),
        _ => "ONNX 文件里的计算图不是原来写的那个：文件已损坏，或被别的程序改过。".to_owned(),
    }
}

fn model_error(error: &ModelError) -> String {
    match error {
        ModelError::Newer { found } => {
            format!("模型由更新的版本写成（格式 {found}，这里认识 {SCHEMA_VERSION}）。")
        }
        ModelError::Older { found } => {
            format!("模型的格式是 {found}，已不再读取（现在是 {SCHEMA_VERSION}）：请重新训练并保存。")
        }
        ModelError::Inconsistent => "模型的网络与它的列不相符。".to_owned(),
        _ => "这不是绿梯写出的模型，或者已损坏。".to_owned(),
    }
}
