namespace Tasker.Cli.Tui;

/// <summary>What a key asks for beyond the screen itself. A closed family.</summary>
internal abstract record BoardAction
{
    private BoardAction()
    {
    }

    /// <summary>Leave.</summary>
    public sealed record Quit : BoardAction;

    /// <summary>Paint everything anew.</summary>
    public sealed record Repaint : BoardAction;

    /// <summary>Ask for a stop of the plan.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record HaltPlan(string Reason) : BoardAction;

    /// <summary>Take the request to stop the plan back.</summary>
    public sealed record ResumePlan : BoardAction;

    /// <summary>Let a run start nothing new.</summary>
    /// <param name="Run">The run.</param>
    public sealed record PauseRun(string Run) : BoardAction;

    /// <summary>Let a run go on.</summary>
    /// <param name="Run">The run.</param>
    public sealed record ResumeRun(string Run) : BoardAction;
}
