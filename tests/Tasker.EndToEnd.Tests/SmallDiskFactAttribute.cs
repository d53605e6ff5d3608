namespace Tasker.EndToEnd.Tests;

/// <summary>A test on a disk of its own; passed over where disks may not be mounted.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute()
    {
        if (!SmallDisk.IsPossible)
        {
            Skip = "It needs the right to mount a disk.";
        }
    }
}
