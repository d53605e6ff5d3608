using Tasker.Core.Workflows;
using Tasker.Engine.Settings;
using Tasker.Formats.FrontDoors;
using Tasker.Formats.TaskTree.Reading;

namespace Tasker.Cli.Projects;

/// <summary>A plan that was read and is sound.</summary>
/// <param name="Found">The file and its front door.</param>
/// <param name="Project">The project that it belongs to.</param>
/// <param name="Settings">The settings of the project.</param>
/// <param name="Workflow">What is to be run.</param>
internal sealed record Plan(FoundPlan Found, Project Project, ProjectSettings Settings, Workflow Workflow)
{
    /// <summary>The tasks, where it is a tree of them.</summary>
    public TreeDocument? Tree { get; init; }
}

/// <summary>A plan that was checked; what is to be run was not kept.</summary>
/// <param name="Found">The file and its front door.</param>
/// <param name="Format">The front door, as workflows name it.</param>
/// <param name="Name">Name of the workflow.</param>
/// <param name="Steps">How many steps it has.</param>
internal sealed record CheckedPlan(FoundPlan Found, string Format, string Name, int Steps);
