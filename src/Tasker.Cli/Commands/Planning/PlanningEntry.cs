using System.CommandLine;

namespace Tasker.Cli.Commands.Planning;

/// <summary>A command of a group.</summary>
/// <param name="Name">How it is called.</param>
/// <param name="Description">What it does, one sentence.</param>
/// <param name="Fill">Gives it its arguments and its action.</param>
internal sealed record PlanningEntry(string Name, string Description, Action<Command, PlanningScope> Fill)
{
    /// <summary>Other spellings that people and scripts use.</summary>
    public string[] Aliases { get; init; } = [];

    /// <summary>True for spellings that help does not list.</summary>
    public bool IsHidden { get; init; }
}
