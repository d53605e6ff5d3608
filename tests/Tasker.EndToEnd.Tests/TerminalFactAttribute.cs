namespace Tasker.EndToEnd.Tests;

/// <summary>A test on a terminal of its own; passed over where there is nothing that makes one.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TerminalFactAttribute : FactAttribute
{
    public TerminalFactAttribute()
    {
        if (!PseudoTerminal.IsPossible)
        {
            Skip = "It needs the command 'script' of Linux.";
        }
    }
}
