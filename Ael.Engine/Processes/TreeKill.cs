using System.ComponentModel;
using System.Diagnostics;

namespace Ael.Engine.Processes;

/// <summary>Ends a process with everything below it. The runtime's own way goes by numbers, which may be somebody else's by the time it kills.</summary>
internal static class TreeKill
{
    /// <summary>Does nothing when it has ended already.</summary>
    public static void KillTree(this Process process)
    {
        try
        {
            if (!OperatingSystem.IsLinux())
            {
                process.Kill(entireProcessTree: true);
            }
            else if (!process.HasExited && ProcessHandle.Open(process.Id) is { } root)
            {
                Kill(root);
            }
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or NotSupportedException or AggregateException)
        {
            // It has ended meanwhile, or a part of its tree has.
        }
    }

    private static void Kill(ProcessHandle parent)
    {
        using (parent)
        {
            // Stopped, it neither starts more nor collects any, and so no other process can have it as its parent.
            parent.Send(ProcessSignal.Stop);
            var children = ProcessStat.All().Where(id => IsChild(id, parent)).Select(id => ProcessHandle.Open(id)).OfType<ProcessHandle>().ToList();
            foreach (var stranger in children.Where(child => !IsChild(child.Id, parent)).ToList())
            {
                children.Remove(stranger);
                stranger.Dispose();
            }

            parent.Send(ProcessSignal.Kill);
            children.ForEach(Kill);
        }
    }

    private static bool IsChild(int id, ProcessHandle parent) => ProcessStat.Read(id)?.Parent == parent.Id;
}
