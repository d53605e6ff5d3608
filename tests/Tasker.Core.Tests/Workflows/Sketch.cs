using Tasker.Core.Diagnostics;
using Tasker.Core.Values;
using Tasker.Core.Workflows;

namespace Tasker.Core.Tests.Workflows;

/// <summary>Small workflows, quickly said.</summary>
internal static class Sketch
{
    public static StepSpec Step(string id, params string[] needs) => new()
    {
        Id = id,
        Needs = [.. needs.Select(n => new Need(n))],
        Action = new StepAction.Custom("noop", Value.Map.Empty),
        Where = new Place("f", 7, 5),
    };

    public static StepSpec Run(string id, string line, params string[] needs) =>
        Step(id, needs) with { Action = new StepAction.Run(CommandSpec.Shell(line)) };

    public static GroupSpec Group(string id, params NodeSpec[] members) => new()
    {
        Id = id,
        Members = [.. members],
        Where = new Place("f", 6, 3),
    };

    /// <summary>A workflow with the input <c>go</c> and the pool <c>gpu</c>.</summary>
    public static Workflow Of(params NodeSpec[] members) => new()
    {
        Name = "sketch",
        FrontDoor = "test",
        Inputs = [new InputSpec("go", InputType.Boolean, false, Value.True, "", [])],
        Pools = [new PoolSpec("gpu", 1)],
        Root = new GroupSpec { Id = "", Members = [.. members], Where = new Place("f", 1, 1) },
    };

    public static void AssertNone(Workflow workflow) => Assert.Empty(WorkflowChecks.Check(workflow));

    /// <summary>There is one finding: this error.</summary>
    public static void AssertError(string code, string message, Workflow workflow)
    {
        var found = Assert.Single(WorkflowChecks.Check(workflow));
        Assert.Equal((code, Severity.Error), (found.Code, found.Severity));
        Assert.Contains(message, found.ToString(), StringComparison.Ordinal);
    }
}
