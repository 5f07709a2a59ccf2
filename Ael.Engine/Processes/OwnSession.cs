using System.Diagnostics;

namespace Ael.Engine.Processes;

/// <summary>
/// Keeps a child out of the terminal's process group. Ctrl-C goes to all of that group: MCP servers and Python would end at once, and with
/// them the executions that have the grace period to end in.
/// </summary>
internal static class OwnSession
{
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>
    /// Puts <c>setsid</c> before the command; it becomes the command, with the same process id. Without it (it is part of every Linux, not of
    /// macOS) nothing changes, and a program that is not there is left to the start to complain of.
    /// </summary>
    public static ProcessStartInfo InOwnSession(this ProcessStartInfo start)
    {
        if (OperatingSystem.IsLinux() && ProgramPath.Find("setsid") is { } setsid
            && ProgramPath.Find(start.FileName) is { } program && (File.GetUnixFileMode(program) & Executable) != 0)
        {
            start.ArgumentList.Insert(0, program);
            start.FileName = setsid;
        }

        return start;
    }
}
