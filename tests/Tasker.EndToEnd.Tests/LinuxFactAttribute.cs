namespace Tasker.EndToEnd.Tests;

/// <summary>A test that looks at processes as Linux shows them.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute()
    {
        if (!OperatingSystem.IsLinux())
        {
            Skip = "It looks at processes as Linux shows them.";
        }
    }
}
