using System.Collections.Immutable;
using Tasker.Core.Workflows;
using Tasker.Engine.Ports;
using Tasker.Formats.Text;

namespace Tasker.Formats.Yaml;

/// <summary>What a workflow file may refer to outside itself.</summary>
public sealed record YamlWorkflowOptions
{
    /// <summary>Opens the files that <c>uses</c> names; null: no file can be used.</summary>
    public ISourceFiles? Files { get; init; }

    /// <summary>Types of step that <c>uses</c> may name; null: any name is taken, and the engine refuses what it does not know.</summary>
    public ImmutableSortedSet<string>? StepTypes { get; init; }

    /// <summary>The agents and skills that steps may name; null: any name is taken, and the run tells what is not there.</summary>
    public IAgentCatalog? Agents { get; init; }

    /// <summary>Pools that every workflow of the project has (<c>pools</c> in <c>tasker.yaml</c>).</summary>
    public ImmutableArray<PoolSpec> Pools { get; init; } = [];
}
