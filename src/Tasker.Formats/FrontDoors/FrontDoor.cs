namespace Tasker.Formats.FrontDoors;

/// <summary>The formats of plans that can be run.</summary>
public enum FrontDoor
{
    /// <summary>Tasker's own workflow file.</summary>
    Yaml,

    /// <summary>A SPEC.md with a checklist of steps.</summary>
    Steps,

    /// <summary>A folder of task files with front matter.</summary>
    TaskTree,

    /// <summary>A Markdown file of phases and agents.</summary>
    PhaseTask,
}
