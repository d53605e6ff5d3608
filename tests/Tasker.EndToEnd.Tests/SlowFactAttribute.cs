namespace Tasker.EndToEnd.Tests;

/// <summary>A test of the long sets.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SlowFactAttribute : FactAttribute
{
    public SlowFactAttribute()
    {
        if (!RealBinary.IsSlow)
        {
            Skip = "It takes long: TASKER_SLOW=1.";
        }
    }
}
