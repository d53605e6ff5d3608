namespace Tasker.EndToEnd.Tests;

/// <summary>A test that kills at system calls; passed over, with the reason, where that cannot be done.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class KillPointFactAttribute : FactAttribute
{
    public KillPointFactAttribute(bool isSlow = false)
    {
        IsSlow = isSlow;
        if (isSlow && !RealBinary.IsSlow)
        {
            Skip = "It takes long: TASKER_SLOW=1.";
        }
        else if (!KillPoint.IsPossible)
        {
            Skip = "It needs strace, and the right to trace processes (apt-get install strace).";
        }
    }

    /// <summary>True for a test of the long sets.</summary>
    public bool IsSlow { get; }
}
