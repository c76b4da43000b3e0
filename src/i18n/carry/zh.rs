//! 简体中文。

use super::CarryTexts;
use crate::formats::{ContainerError, ProjectError};
use crate::i18n::{Language, format};
use crate::session::{ResumeError, TrainError};
use crate::training::{CheckpointError, Outcome};

pub(super) static TEXTS: CarryTexts = CarryTexts {
    project_error,
    resume_error,
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
